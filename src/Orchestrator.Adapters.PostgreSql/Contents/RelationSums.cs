using System.Globalization;
using System.Numerics;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>How many rows there are and what they add up to, whatever their order.</summary>
/// <param name="Count">The number of rows.</param>
/// <param name="Checksum">Two sums of independent 64-bit hashes of the rows, modulo 2^64 each, in hexadecimal.</param>
internal sealed record RelationSums(long Count, string Checksum)
{
    /// <summary>What stands for a relation that is not there.</summary>
    public static RelationSums Absent { get; } = new(0, "absent");

    /// <summary>Makes a checksum from the sums that the server computed.</summary>
    public static RelationSums Of(long count, string first, string second) => new(count, Word(first) + Word(second));

    // A sum, not an exclusive or: two equal rows must not cancel each other out.
    private static string Word(string sum) =>
        ((ulong)(BigInteger.Parse(sum, CultureInfo.InvariantCulture) & ulong.MaxValue)).ToString("x16", CultureInfo.InvariantCulture);
}
