using System.Diagnostics;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Checks that a page answers as expected.</summary>
internal sealed class HttpCheckAdapter(HttpTransport transport) : ICheckAdapter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public string Kind => "http";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(HttpCheckSettings));

    /// <inheritdoc/>
    public async Task<CheckResult> RunAsync(CheckPlan check, StepScope scope, CancellationToken cancellation)
    {
        var settings = check.ReadSettings<HttpCheckSettings>();
        var call = new HttpCall { Url = settings.Url, Method = settings.Method, Headers = settings.Headers };
        var facts = await HttpRunner.PrepareAsync(call, new Operation("check") { Part = check.Name, IsQuestion = true }, scope, cancellation);
        for (var clock = Stopwatch.StartNew(); ;)
        {
            var (isPassed, observed) = await LookAsync(settings, facts, cancellation);
            if (isPassed || clock.Elapsed + Pause >= settings.Within)
            {
                return new CheckResult(check.Name, isPassed, scope.Secrets.Redact(observed));
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task<(bool IsPassed, string Observed)> LookAsync(HttpCheckSettings settings, HttpRequestFacts facts, CancellationToken cancellation)
    {
        try
        {
            var answer = await transport.SendAsync(facts, cancellation);
            var isStatus = answer.Status == settings.ExpectStatus;
            var isBody = settings.ExpectBody is null || answer.Body.Contains(settings.ExpectBody, StringComparison.Ordinal);
            return (isStatus && isBody, $"status {answer.Status}{(isStatus ? "" : $" instead of {settings.ExpectStatus}")}{(isBody ? "" : ", without the expected text")}");
        }
        catch (AdapterException error) when (error.IsTransient)
        {
            return (false, error.Problem);
        }
    }
}
