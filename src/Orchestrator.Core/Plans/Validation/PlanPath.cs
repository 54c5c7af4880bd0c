using System.Text.RegularExpressions;

namespace Orchestrator.Core.Plans.Validation;

/// <summary>Writes paths into a document, for example <c>data[1].source.connection</c>.</summary>
internal static partial class PlanPath
{
    /// <summary>The path of a key.</summary>
    /// <param name="parent">The path of its object.</param>
    /// <param name="key">The key.</param>
    /// <returns>The path; a key that is no word stands in brackets and quotes.</returns>
    public static string Key(string parent, string key) => Word().IsMatch(key)
        ? parent.Length == 0 ? key : $"{parent}.{key}"
        : $"{parent}[{Reading.PlanProblemList.Quote(key)}]";

    /// <summary>The path of an item.</summary>
    /// <param name="parent">The path of its list.</param>
    /// <param name="index">Its index.</param>
    /// <returns>The path.</returns>
    public static string Item(string parent, int index) => $"{parent}[{index}]";

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]{0,59}\z")]
    private static partial Regex Word();
}
