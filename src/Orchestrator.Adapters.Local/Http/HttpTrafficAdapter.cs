using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Switches traffic through the operator's own endpoints.</summary>
internal sealed class HttpTrafficAdapter(HttpRunner runner) : ITrafficAdapter
{
    /// <inheritdoc/>
    public string Kind => "http";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(HttpTrafficSettings));

    /// <inheritdoc/>
    public bool CanHold => false;

    /// <inheritdoc/>
    public Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation) =>
        runner.RunAsync(Read(spec).Set, new Operation("set") { Side = state.Side }, scope, cancellation);

    /// <inheritdoc/>
    public async Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var answer = await runner.RunForAsync<StateDocument>(Read(spec).Get, new Operation("get") { IsQuestion = true }, scope, cancellation);
        return TrafficSide.Parse(answer.Side, $"endpoint {Read(spec).Get.Url} (get)");
    }

    /// <inheritdoc/>
    public async Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation)
    {
        var answer = await runner.RunAsync(Read(spec).Confirm, new Operation("confirm") { Side = side }, scope, cancellation);
        return $"status {answer.Status} {Text.FirstLine(scope.Secrets.Redact(answer.Body))}".TrimEnd();
    }

    private static HttpTrafficSettings Read(AdapterSpec spec) => spec.ReadSettings<HttpTrafficSettings>();
}
