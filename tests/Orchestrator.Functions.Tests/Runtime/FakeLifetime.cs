using Microsoft.Extensions.Hosting;

namespace Orchestrator.Functions.Tests.Runtime;

/// <summary>An instance that stops when a test says so.</summary>
internal sealed class FakeLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stop.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();
}
