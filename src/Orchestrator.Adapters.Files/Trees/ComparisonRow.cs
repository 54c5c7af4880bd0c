using System.Security.Cryptography;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Counts and hashes one part of the two trees.</summary>
internal sealed class ComparisonRow(string name)
{
    private const int MaxDifferences = 10;

    private readonly IncrementalHash _reference = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _target = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<string> _differences = [];
    private long _referenceCount;
    private long _targetCount;
    private long _recheckedCount;

    /// <summary>Adds a path.</summary>
    internal void Add(ComparedPath path)
    {
        _reference.AppendData(path.ReferenceFacts);
        _target.AppendData(path.TargetFacts);
        if (path.Reference is { Type: not EntryType.Folder }) _referenceCount++;
        if (path.Target is { Type: not EntryType.Folder }) _targetCount++;
        if (path.IsRechecked) _recheckedCount++;
        if (path.Difference is not null && _differences.Count < MaxDifferences) _differences.Add(path.Difference);
    }

    /// <summary>The row.</summary>
    /// <param name="provenAt">When everything was found equal that was not compared anew.</param>
    internal ComparedItem Finish(DateTimeOffset? provenAt)
    {
        using (_reference)
        using (_target)
        {
            return new ComparedItem(name, _referenceCount, _targetCount, Text(_reference), Text(_target))
            {
                FirstDifferences = _differences,
                ProvenAt = provenAt,
                RecheckedCount = _recheckedCount,
            };
        }
    }

    private static string Text(IncrementalHash hash) => $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
}
