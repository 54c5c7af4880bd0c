using Microsoft.Extensions.Hosting;

namespace Orchestrator.Conformance;

/// <summary>An instance that never stops.</summary>
internal sealed class Lifetime : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => throw new NotSupportedException();
}
