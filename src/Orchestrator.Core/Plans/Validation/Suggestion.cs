namespace Orchestrator.Core.Plans.Validation;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class Suggestion
{
    private const int LongestWord = 64;

    /// <summary>Finds the nearest of the known words.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What can be written.</param>
    /// <returns>The nearest word within two typing mistakes (one for short words); <see langword="null"/> when none is near.</returns>
    public static string? For(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        var near = known.Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= (Math.Min(word.Length, pair.candidate.Length) < 4 ? 1 : 2))
            .OrderBy(pair => pair.distance);
        return near.Select(pair => pair.candidate).FirstOrDefault();
    }

    /// <summary>A remedy that names the nearest word, or all.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What can be written.</param>
    /// <returns>A sentence.</returns>
    public static string Remedy(string word, IReadOnlyCollection<string> known) => For(word, known) is { } near
        ? $"Did you mean '{near}'?"
        : known.Count == 0 ? "Remove it." : $"Use one of: {string.Join(", ", known)}.";

    /// <summary>Counts the insertions, deletions, replacements and swaps of neighbours between two words.</summary>
    /// <param name="left">A word.</param>
    /// <param name="right">Another word.</param>
    /// <returns>The optimal string alignment distance.</returns>
    public static int Distance(string left, string right)
    {
        var costs = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            for (var column = 0; column <= right.Length; column++)
            {
                costs[row, column] = row == 0 || column == 0 ? row + column : Cost(costs, left, right, (row, column));
            }
        }

        return costs[left.Length, right.Length];
    }

    private static int Cost(int[,] costs, string left, string right, (int Row, int Column) at)
    {
        var (row, column) = at;
        var replaced = costs[row - 1, column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
        var best = Math.Min(replaced, Math.Min(costs[row - 1, column], costs[row, column - 1]) + 1);
        var isSwap = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
        return isSwap ? Math.Min(best, costs[row - 2, column - 2] + 1) : best;
    }
}
