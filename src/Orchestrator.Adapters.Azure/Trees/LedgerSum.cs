using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Adds a ledger up, line by line in the order of its paths.</summary>
internal sealed class LedgerSum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many files so far.</summary>
    public long FileCount { get; private set; }

    /// <summary>Their size.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Adds a file.</summary>
    /// <param name="line">The file.</param>
    public void Add(LedgerLine line)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line.Path}\0{line.SizeBytes}\0{line.Sha256}\n")));
        FileCount++;
        SizeBytes += line.SizeBytes;
    }

    /// <summary>Says it in all.</summary>
    /// <returns>The seal.</returns>
    public LedgerSeal Seal() => new(FileCount, SizeBytes, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
