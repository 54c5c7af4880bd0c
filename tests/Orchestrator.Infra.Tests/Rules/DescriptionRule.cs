using System.Text.RegularExpressions;
using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests.Rules;

/// <summary>Every file, parameter and output is described as Azure Verified Modules are.</summary>
internal static partial class DescriptionRule
{
    private static readonly string[] Metadata = ["name", "description"];

    public static IEnumerable<string> Check(IReadOnlyList<BicepFile> files) => files.Where(file => !file.IsParameters).SelectMany(Check);

    private static IEnumerable<string> Check(BicepFile file) =>
    [
        .. Metadata.Except(file.Of("metadata").Select(metadata => metadata.Name)).Select(name => Findings.At(file, 1, $"metadata {name} is missing")),
        .. file.Of("param").Concat(file.Of("output")).Where(declared => Problem(declared) is not null).Select(declared => Findings.At(file, declared, Problem(declared)!)),
    ];

    private static string? Problem(Declaration declared)
    {
        var text = declared.Decorator("description")?.Children.FirstOrDefault(argument => argument.Kind == NodeKind.Text)?.Text;
        if (text is null || !text.EndsWith('.'))
            return "is not described by a sentence";
        if (declared.Keyword == "output")
            return null;
        var prefix = Prefix().Match(text).Groups[1].Value;
        var needed = declared.Value is null && !declared.Type.EndsWith('?') ? "Required" : "Optional";
        return prefix == needed || (prefix == "Conditional" && needed == "Optional") ? null : $"begins with '{prefix}.' and is {needed}";
    }

    [GeneratedRegex(@"^(Required|Optional|Conditional)\. [A-Z]")]
    private static partial Regex Prefix();
}
