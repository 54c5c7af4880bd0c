using System.Globalization;
using System.Numerics;
using Orchestrator.Adapters.PostgreSql.Contents;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>How many rows there are and what two independent hashes of them add up to, modulo 2^64, whatever their order.</summary>
/// <param name="Count">The number of rows.</param>
/// <param name="First">The sum of the first hashes.</param>
/// <param name="Second">The sum of the second hashes.</param>
internal readonly record struct RowSums(long Count, ulong First, ulong Second)
{
    /// <summary>The sums as comparisons write them.</summary>
    public string Checksum => string.Create(CultureInfo.InvariantCulture, $"{First:x16}{Second:x16}");

    public static RowSums operator +(RowSums one, RowSums other) =>
        new(one.Count + other.Count, unchecked(one.First + other.First), unchecked(one.Second + other.Second));

    /// <summary>Reads sums as comparisons write them.</summary>
    public static RowSums Of(RelationSums sums) =>
        new(sums.Count, Convert.ToUInt64(sums.Checksum[..16], 16), Convert.ToUInt64(sums.Checksum[16..], 16));

    /// <summary>Reads sums as the server writes them, which are wider than 64 bits.</summary>
    public static RowSums Of(long count, string first, string second) => new(count, Word(first), Word(second));

    /// <summary>The sums of one row.</summary>
    public static RowSums OfRow(long first, long second) => new(1, unchecked((ulong)first), unchecked((ulong)second));

    private static ulong Word(string sum) => (ulong)(BigInteger.Parse(sum, CultureInfo.InvariantCulture) & ulong.MaxValue);
}
