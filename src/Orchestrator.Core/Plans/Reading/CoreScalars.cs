using System.Text.RegularExpressions;

namespace Orchestrator.Core.Plans.Reading;

/// <summary>What an unquoted YAML scalar means: the core schema of YAML 1.2.2, section 10.3.</summary>
internal static partial class CoreScalars
{
    /// <summary>Tells the kind of an unquoted scalar.</summary>
    /// <param name="text">The scalar.</param>
    /// <returns>Its kind; everything that is nothing else is text, among them <c>yes</c>, <c>on</c> and <c>0123x</c>.</returns>
    public static PlanNodeKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => PlanNodeKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => PlanNodeKind.Boolean,
        _ when Integer().IsMatch(text) => PlanNodeKind.Integer,
        _ when Number().IsMatch(text) => PlanNodeKind.Number,
        _ => PlanNodeKind.Text,
    };

    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Number();
}
