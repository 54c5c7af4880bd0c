using System.Security.Cryptography;
using System.Text;
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

    /// <summary>Adds a path.</summary>
    internal void Add(ComparedPath path)
    {
        _reference.AppendData(Encoding.UTF8.GetBytes(path.ReferenceFacts));
        _target.AppendData(Encoding.UTF8.GetBytes(path.TargetFacts));
        if (path.Reference is { Type: not EntryType.Folder }) _referenceCount++;
        if (path.Target is { Type: not EntryType.Folder }) _targetCount++;
        if (path.Difference is not null && _differences.Count < MaxDifferences) _differences.Add(path.Difference);
    }

    /// <summary>The row.</summary>
    internal ComparedItem Finish()
    {
        using (_reference)
        using (_target)
        {
            return new ComparedItem(name, _referenceCount, _targetCount, Text(_reference), Text(_target)) { FirstDifferences = _differences };
        }
    }

    private static string Text(IncrementalHash hash) => $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
}
