namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>A text that is not Bicep, or not the part of it that these templates use.</summary>
internal sealed class BicepSyntaxException(int line, string problem) : Exception($"line {line}: {problem}");
