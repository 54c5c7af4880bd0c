using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orchestrator.Api.Monitoring;

/// <summary>Runs the readiness checks, at most once a second however many ask: nobody needs a key to ask.</summary>
internal sealed class Readiness(IEnumerable<IReadinessCheck> checks, IOptions<ApiOptions> options, TimeProvider time, ILogger<Readiness> logger)
{
    public const string Ready = "ready";
    public const string NotReady = "notReady";

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<HealthReport>? _latest;
    private DateTimeOffset _keepUntil;

    public Task<HealthReport> CheckAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_latest is null || _latest.IsCompleted && time.GetUtcNow() >= _keepUntil)
            {
                _keepUntil = time.GetUtcNow() + KeptFor;
                _latest = Task.Run(CheckAllAsync, CancellationToken.None); // shared, so no single caller may cancel it
            }
            return _latest.WaitAsync(cancellation);
        }
    }

    private async Task<HealthReport> CheckAllAsync()
    {
        var results = await Task.WhenAll(checks.Select(async check => (check.Name, Holds: await HoldsAsync(check))));
        var status = results.All(result => result.Holds) ? Ready : NotReady;
        return new(status, results.ToDictionary(result => result.Name, result => result.Holds));
    }

    private async Task<bool> HoldsAsync(IReadinessCheck check)
    {
        using var limit = new CancellationTokenSource(options.Value.ReadinessTimeout, time);
        try
        {
            await check.CheckAsync(limit.Token).WaitAsync(limit.Token);
            return true;
        }
        catch (Exception error)
        {
            Log.NotReady(logger, check.Name, error);
            return false;
        }
    }
}
