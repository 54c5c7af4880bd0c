using System.Globalization;
using System.Numerics;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>How many rows there are and what they add up to, whatever their order.</summary>
/// <param name="Count">The number of rows.</param>
/// <param name="Checksum">The sum of the rows' 64-bit hashes modulo 2^64, in hexadecimal; of rows as text, two such sums. One is enough to find accidents: it misses one in 10^19.</param>
internal sealed record RelationSums(long Count, string Checksum)
{
    /// <summary>What stands for a relation that is not there.</summary>
    public static RelationSums Absent { get; } = new(0, "absent");

    /// <summary>Makes a checksum from the sum that the server computed.</summary>
    public static RelationSums Of(long count, string sum) => new(count, Word(sum));

    /// <summary>Makes a checksum from the two sums that the server computed.</summary>
    public static RelationSums Of(long count, string first, string second) => new(count, Word(first) + Word(second));

    // A sum, not an exclusive or: two equal rows must not cancel each other out.
    private static string Word(string sum) =>
        ((ulong)(BigInteger.Parse(sum, CultureInfo.InvariantCulture) & ulong.MaxValue)).ToString("x16", CultureInfo.InvariantCulture);
}
