using System.Globalization;

namespace Orchestrator.Adapters.PostgreSql.Replication.Baseline;

/// <summary>A table, or a part of a large one, that is copied over one pair of connections.</summary>
/// <param name="Table">The table, qualified and quoted where needed.</param>
/// <param name="Columns">Its columns but for generated ones, quoted; empty when it has none.</param>
/// <param name="SizeBytes">Its size on the source's disk.</param>
internal sealed record CopyPart(string Table, string Columns, long SizeBytes)
{
    /// <summary>Whether every column's binary form means the same on both servers. It does not where it holds numbers that each server gives out itself.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Whether this is a whole ordinary table, which may be written as if it had been there forever: no later pass has to set hint bits or freeze it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The query to read it with; empty for an ordinary table as a whole.</summary>
    public string Query { get; init; } = "";

    /// <summary>Reads it.</summary>
    public string CopyOut => $"COPY {(Query.Length > 0 ? $"({Query})" : $"{Table}{ColumnList}")} TO STDOUT{Options("")}";

    /// <summary>Writes it.</summary>
    public string CopyIn => $"COPY {Table}{ColumnList} FROM STDIN{Options(IsFrozen ? "FREEZE" : "")}";

    private string ColumnList => Columns.Length == 0 ? "" : $" ({Columns})";

    /// <summary>Cuts it into parts of about a size, each a range of the table's pages.</summary>
    /// <param name="pages">How many pages the table has.</param>
    /// <param name="partBytes">The size.</param>
    public IEnumerable<CopyPart> Split(long pages, long partBytes)
    {
        var count = Math.Min(SizeBytes / partBytes, pages);
        if (count <= 1)
            return [this];
        return Enumerable.Range(0, (int)count).Select(index => this with
        {
            SizeBytes = SizeBytes / count,
            IsFrozen = false,
            Query = $"SELECT {Columns} FROM ONLY {Table} WHERE {Range(index, pages / (double)count, index == count - 1)}",
        });
    }

    private static string Range(int index, double width, bool isLast)
    {
        var from = string.Create(CultureInfo.InvariantCulture, $"ctid >= '({(long)(index * width)},0)'");
        return isLast ? from : string.Create(CultureInfo.InvariantCulture, $"{from} AND ctid < '({(long)((index + 1) * width)},0)'");
    }

    private string Options(string more)
    {
        string[] options = [.. IsBinary ? ["FORMAT binary"] : Array.Empty<string>(), .. more.Length > 0 ? [more] : Array.Empty<string>()];
        return options.Length == 0 ? "" : $" ({string.Join(", ", options)})";
    }
}
