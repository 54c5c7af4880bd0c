namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>
/// Understands the messages of the plugin pgoutput, protocol version 1, as far as it takes to know which rows have changed.
/// Source: https://www.postgresql.org/docs/15/protocol-logicalrep-message-formats.html
/// </summary>
/// <param name="keyOf">The names of a table's key columns; none when it has no key.</param>
internal sealed class ChangeDecoder(Func<uint, IReadOnlyList<string>> keyOf)
{
    private readonly Dictionary<uint, int[]> _places = [];

    /// <summary>The transaction that the latest changes belong to.</summary>
    public uint Transaction { get; private set; }

    /// <summary>Where the latest transaction's commit begins in the leader's log.</summary>
    public ulong CommitPosition { get; private set; }

    /// <summary>Where the latest commit ends; 0 before there was one.</summary>
    public ulong EndPosition { get; private set; }

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The changes in it: none, one, or two where a row's key has changed.</returns>
    public IReadOnlyList<RowChange> Decode(byte[] message)
    {
        var reader = new MessageReader(message);
        switch (reader.ReadByte())
        {
            case (byte)'B':
                ReadBegin(ref reader);
                return [];
            case (byte)'C':
                ReadCommit(ref reader);
                return [];
            case (byte)'R':
                ReadRelation(ref reader);
                return [];
            case (byte)'I':
                return ReadInsert(ref reader);
            case (byte)'U':
                return ReadUpdate(ref reader);
            case (byte)'D':
                return ReadDelete(ref reader);
            case (byte)'T':
                return ReadTruncate(ref reader);
            default:
                return []; // types and origins say nothing about rows
        }
    }

    private void ReadBegin(ref MessageReader reader)
    {
        CommitPosition = reader.ReadUInt64();
        _ = reader.ReadUInt64();
        Transaction = reader.ReadUInt32();
    }

    private void ReadCommit(ref MessageReader reader)
    {
        _ = reader.ReadByte();
        _ = reader.ReadUInt64();
        EndPosition = reader.ReadUInt64();
    }

    private void ReadRelation(ref MessageReader reader)
    {
        var table = reader.ReadUInt32();
        (_, _, _) = (reader.ReadText(), reader.ReadText(), reader.ReadByte());
        var columns = new List<string>();
        for (var count = reader.ReadInt16(); count > 0; count--)
        {
            _ = reader.ReadByte();
            columns.Add(reader.ReadText());
            (_, _) = (reader.ReadUInt32(), reader.ReadUInt32());
        }

        var places = keyOf(table).Select(name => columns.IndexOf(name)).ToArray();
        _places[table] = places.Contains(-1) ? [] : places;
    }

    private RowChange[] ReadInsert(ref MessageReader reader)
    {
        var table = reader.ReadUInt32();
        _ = reader.ReadByte();
        return [new RowChange(table, Whole(ReadKey(ref reader, table)), 1)];
    }

    private RowChange[] ReadUpdate(ref MessageReader reader)
    {
        var table = reader.ReadUInt32();
        var old = reader.ReadByte() is (byte)'K' or (byte)'O' ? ReadKey(ref reader, table) : null;
        if (old is not null)
            _ = reader.ReadByte();
        var renewed = ReadKey(ref reader, table);
        for (var column = 0; column < renewed.Length; column++)
            renewed[column] ??= old?[column]; // a long value that did not change is left out of the new row
        return Whole(old ?? renewed) is not { } before || Whole(renewed) is not { } after || KeyComparer.Instance.Equals(before, after)
            ? [new RowChange(table, Whole(renewed), 0)]
            : [new RowChange(table, before, -1), new RowChange(table, after, 1)];
    }

    private RowChange[] ReadDelete(ref MessageReader reader)
    {
        var table = reader.ReadUInt32();
        _ = reader.ReadByte();
        return [new RowChange(table, Whole(ReadKey(ref reader, table)), -1)];
    }

    private static RowChange[] ReadTruncate(ref MessageReader reader)
    {
        var changes = new RowChange[reader.ReadUInt32()];
        _ = reader.ReadByte();
        for (var index = 0; index < changes.Length; index++)
            changes[index] = new RowChange(reader.ReadUInt32(), null, 0) { IsTruncation = true };
        return changes;
    }

    private string?[] ReadKey(ref MessageReader reader, uint table) => reader.ReadRow(_places[table]);

    private static string[]? Whole(string?[] key) => key.Length == 0 || key.Contains(null) ? null : [.. key.OfType<string>()];
}
