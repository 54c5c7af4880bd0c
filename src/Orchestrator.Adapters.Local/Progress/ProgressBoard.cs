using System.Collections.Concurrent;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Progress;

/// <summary>The progress of running steps, in the memory of this process.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed class ProgressBoard : IProgressBoard
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, StepProgress>> _migrations = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Report(string migrationId, string step, StepProgress progress) =>
        _migrations.GetOrAdd(migrationId, _ => new(StringComparer.Ordinal))[step] = progress;

    /// <inheritdoc/>
    public StepProgress? Find(string migrationId, string step) =>
        _migrations.TryGetValue(migrationId, out var steps) ? steps.GetValueOrDefault(step) : null;

    /// <inheritdoc/>
    public void Clear(string migrationId) => _migrations.TryRemove(migrationId, out _);
}
