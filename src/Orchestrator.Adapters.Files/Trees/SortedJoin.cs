namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Puts two streams in the order of a walk side by side, without keeping either.</summary>
internal static class SortedJoin
{
    /// <summary>Each path that either stream has.</summary>
    internal static IEnumerable<(TLeft? Left, TRight? Right)> Full<TLeft, TRight>(
        IEnumerable<TLeft> left, Func<TLeft, TreePath> leftPath, IEnumerable<TRight> right, Func<TRight, TreePath> rightPath)
        where TLeft : class
        where TRight : class
    {
        using var lefts = left.GetEnumerator();
        using var rights = right.GetEnumerator();
        var (one, other) = (Next(lefts), Next(rights));
        while (one is not null || other is not null)
        {
            var order = one is null ? 1 : other is null ? -1 : TreePath.Compare(leftPath(one), rightPath(other));
            yield return (order <= 0 ? one : null, order >= 0 ? other : null);
            if (order <= 0) one = Next(lefts);
            if (order >= 0) other = Next(rights);
        }
    }

    private static T? Next<T>(IEnumerator<T> items) where T : class => items.MoveNext() ? items.Current : null;
}
