using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests.Rules;

internal static class Findings
{
    public static string At(BicepFile file, int line, string problem) => $"{file.Path}({line}): {problem}";

    public static string At(BicepFile file, Declaration declaration, string problem) => At(file, declaration.Line, $"{declaration.Keyword} {declaration.Name}: {problem}");
}
