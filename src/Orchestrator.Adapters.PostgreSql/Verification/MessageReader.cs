using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Reads the fields of one message of pgoutput: big-endian numbers, texts that end with a zero byte, rows.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    public byte ReadByte() => Take(1)[0];

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public string ReadText()
    {
        var text = Encoding.UTF8.GetString(_rest[.._rest.IndexOf((byte)0)]);
        _rest = _rest[(_rest.IndexOf((byte)0) + 1)..];
        return text;
    }

    /// <summary>Reads a row, but of its columns only some; one that is null or was left out as unchanged is <see langword="null"/>.</summary>
    /// <param name="wanted">The places of the columns.</param>
    public string?[] ReadRow(int[] wanted)
    {
        var values = new string?[wanted.Length];
        var count = ReadInt16();
        for (var column = 0; column < count; column++)
        {
            if (ReadByte() is not ((byte)'t' or (byte)'b'))
                continue;
            var bytes = Take((int)ReadUInt32());
            if (Array.IndexOf(wanted, column) is >= 0 and var place)
                values[place] = Encoding.UTF8.GetString(bytes);
        }

        return values;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
