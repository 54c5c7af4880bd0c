using System.Text;
using Orchestrator.Core.Plans.Validation;

namespace Orchestrator.Core.Plans.Reading;

/// <summary>Collects the problems of one file.</summary>
/// <param name="file">The file as its reader named it.</param>
internal sealed class PlanProblemList(string file)
{
    private readonly List<PlanProblem> _problems = [];
    private int _left;

    /// <summary>Whether there is none so far.</summary>
    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Adds a problem at a value.</summary>
    /// <param name="node">The value or key.</param>
    /// <param name="path">Its path.</param>
    /// <param name="message">What is the matter.</param>
    /// <param name="remedy">What puts it right.</param>
    public void Add(PlanNode node, string path, string message, string? remedy = null) =>
        Add(new PlanProblem(file, node.Line, node.Column, path, message) { Remedy = remedy });

    /// <summary>Adds the problem that ended the reading.</summary>
    /// <param name="error">The problem.</param>
    public void Add(PlanSyntaxException error) =>
        Add(new PlanProblem(file, error.Line, error.Column, "", error.Message) { Remedy = error.Remedy });

    /// <summary>The problems in the order of the file.</summary>
    /// <returns>At most <see cref="PlanLimits.Problems"/> and one that counts the others.</returns>
    public IReadOnlyList<PlanProblem> ToList()
    {
        var sorted = _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).Distinct().ToList();
        if (_left > 0)
        {
            sorted.Add(sorted[^1] with { Path = "", Message = $"There are {_left} more problems.", Remedy = "Put these right first." });
        }

        return sorted;
    }

    /// <summary>Quotes what stands in a file so that it is safe and short to show.</summary>
    /// <param name="text">The file's own text.</param>
    /// <returns>For example <c>'pt30s'</c>; hidden when it looks like a secret.</returns>
    public static string Quote(string text)
    {
        if (SecretRules.LooksSecret(text))
        {
            return "a value that looks like a secret";
        }

        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes().Take(PlanLimits.QuotedLength))
        {
            shown.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        }

        return shown.Append(text.Length > PlanLimits.QuotedLength ? "…'" : "'").ToString();
    }

    private void Add(PlanProblem problem)
    {
        if (_problems.Count < PlanLimits.Problems)
        {
            _problems.Add(problem);
        }
        else
        {
            _left++;
        }
    }
}
