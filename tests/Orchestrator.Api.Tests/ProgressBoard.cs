using System.Collections.Concurrent;
using Orchestrator.Core.Ports;

namespace Orchestrator.Api.Tests;

/// <summary>Progress in memory.</summary>
internal sealed class ProgressBoard : IProgressBoard
{
    private readonly ConcurrentDictionary<(string, string), StepProgress> _progress = new();

    public void Report(string migrationId, string step, StepProgress progress) => _progress[(migrationId, step)] = progress;

    public StepProgress? Find(string migrationId, string step) => _progress.GetValueOrDefault((migrationId, step));

    public void Clear(string migrationId) => _progress.Clear();
}
