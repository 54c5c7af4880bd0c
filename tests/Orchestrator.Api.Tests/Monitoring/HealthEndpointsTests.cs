using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Monitoring;
using Xunit;

namespace Orchestrator.Api.Tests.Monitoring;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task Healthz_EngineAnswers_IsReady()
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf(null).GetAsync("/healthz");

        Assert.Equal("""{"status":"ready","checks":{"engine":true}}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Healthz_CheckFailsOrHangs_IsNotReadyAndSaysNoMore(bool hangs)
    {
        await using var server = await ApiServer.StartAsync(
            configure: services => services.AddSingleton<IReadinessCheck>(new FailingCheck(hangs)),
            options: api => api.ReadinessTimeout = TimeSpan.FromSeconds(2));

        using var response = await server.ClientOf(null).GetAsync("/healthz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("""{"status":"notReady","checks":{"engine":true,"store":false}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Metrics_OfOurMeters_ArePrometheusText()
    {
        await using var server = await ApiServer.StartAsync();
        using var meter = new Meter("Orchestrator.Tests");
        using var foreign = new Meter("Somebody.Else");
        var counter = meter.CreateCounter<long>("tests.things", description: "Things.");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a\"b\\c\nd"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a\"b\\c\nd"));
        meter.CreateUpDownCounter<int>("tests.open").Add(-1);
        meter.CreateObservableGauge("tests.size", () => 1.5, "By");
        var histogram = meter.CreateHistogram<double>("tests.time", "s", null, null, new() { HistogramBucketBoundaries = [1, 2] });
        histogram.Record(1);
        histogram.Record(3);
        foreign.CreateCounter<long>("foreign.things").Add(1);

        using var response = await server.ClientOf("reader").GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("# HELP tests_things_total Things.\n# TYPE tests_things_total counter\ntests_things_total{kind=\"a\\\"b\\\\c\\nd\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE tests_open gauge\ntests_open -1\n", text, StringComparison.Ordinal);
        Assert.Contains("tests_size_bytes 1.5\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "# TYPE tests_time_seconds histogram\ntests_time_seconds_bucket{le=\"1\"} 1\ntests_time_seconds_bucket{le=\"2\"} 1\n" +
            "tests_time_seconds_bucket{le=\"+Inf\"} 2\ntests_time_seconds_sum 4\ntests_time_seconds_count 2\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("foreign", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OfRequests_CountByRouteAndNeverByPath()
    {
        await using var server = await ApiServer.StartAsync();
        var client = server.ClientOf();
        await client.GetAsync("/runtime/webhooks/durabletask/instances/some-id");

        var text = await client.GetStringAsync("/metrics");

        Assert.Contains("orchestrator_api_request_duration_seconds_count{method=\"GET\",route=\"/runtime/webhooks/durabletask/instances/{id}\",status=\"404\"}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("some-id", text, StringComparison.Ordinal);
    }

    private sealed class FailingCheck(bool hangs) : IReadinessCheck
    {
        public string Name => "store";

        public Task CheckAsync(CancellationToken cancellation) =>
            hangs ? Task.Delay(Timeout.Infinite, cancellation) : throw new InvalidOperationException("password=hunter2");
    }
}
