namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Compares keys, column by column.</summary>
internal sealed class KeyComparer : IEqualityComparer<string[]>
{
    /// <summary>The only one.</summary>
    public static KeyComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(string[]? x, string[]? y) => x is null ? y is null : y is not null && x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(string[] obj)
    {
        var hash = new HashCode();
        foreach (var column in obj)
            hash.Add(column, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
