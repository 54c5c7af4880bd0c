using Microsoft.AspNetCore.Http;
using Orchestrator.Adapters.Local.Http;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Http;

public sealed class HttpRunnerTests : IDisposable
{
    private const string Secret = "s3cr3t-of-endpoints";
    private readonly TestFolder _folder = new();
    private readonly TestHost _host;

    public HttpRunnerTests()
    {
        Environment.SetEnvironmentVariable("HTTPTEST_SECRET", Secret);
        _host = new TestHost(_folder.Path, options =>
        {
            options.Secrets.AllowedEnvironment.Add("HTTPTEST_*");
            options.AllowedHosts.Add("127.0.0.1");
            options.AllowedHosts.Add("169.254.169.254");
        });
    }

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Provision_Default_PostsTheFacts()
    {
        await using var endpoint = await TestEndpoint.StartAsync((_, _) => Task.CompletedTask);

        await ProvisionAsync($"{endpoint.Url}/provision");

        var (method, path, key, body) = Assert.Single(endpoint.Requests);
        Assert.Equal(("POST", "/provision", "m-1.provision.provision"), (method, path, key));
        Assert.Equal("""{"operationId":"m-1.provision.provision","migrationId":"m-1","step":"provision","action":"provision","workload":"orders","rehearsal":false}""", body);
    }

    [Fact]
    public async Task Provision_Accepted_PollsUntilDone()
    {
        var polls = 0;
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            context.Response.StatusCode = context.Request.Path == "/jobs/1" && ++polls == 2 ? 200 : 202;
            context.Response.Headers.Location = "/jobs/1";
            return Task.CompletedTask;
        });

        await ProvisionAsync($"{endpoint.Url}/provision");

        Assert.Equal(["POST", "GET", "GET"], endpoint.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Provision_Busy_WaitsAsAsked()
    {
        var calls = 0;
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            context.Response.StatusCode = ++calls == 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        });

        await ProvisionAsync(endpoint.Url);

        Assert.Equal(2, calls);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(409, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task Provision_Refused_SaysWhyWithoutSecrets(int status, bool isTransient)
    {
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($"bad {context.Request.Headers["X-Token"]}");
        });

        var error = await Assert.ThrowsAsync<AdapterException>(() => ProvisionAsync(endpoint.Url));

        Assert.Contains($"status {status}: bad ***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(isTransient, error.IsTransient);
    }

    [Fact]
    public async Task Provision_NobodyListens_IsTransient()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => ProvisionAsync($"http://127.0.0.1:{LoopbackPort.Free()}/?sig=abcdef"));

        Assert.True(error.IsTransient);
        Assert.DoesNotContain("abcdef", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provision_RedirectOnTheSameHost_IsFollowed()
    {
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            if (context.Request.Path == "/old")
                context.Response.Redirect("/new", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        await ProvisionAsync($"{endpoint.Url}/old");

        Assert.Equal([("POST", "/old"), ("POST", "/new")], endpoint.Requests.Select(request => (request.Method, request.Path)));
    }

    [Fact]
    public async Task Provision_RedirectToAnotherHost_IsRefused()
    {
        await using var other = await TestEndpoint.StartAsync((_, _) => Task.CompletedTask);
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            context.Response.Redirect(other.Url);
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<AdapterException>(() => ProvisionAsync(endpoint.Url));

        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("http://localhost:1/", "'AllowedHosts'")]
    [InlineData("ftp://127.0.0.1/", "no http or https address")]
    [InlineData("nonsense", "no http or https address")]
    [InlineData("http://169.254.169.254/metadata/identity", "does not answer")]
    public async Task Provision_AddressNotAllowed_IsRefused(string url, string reason)
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => ProvisionAsync(url));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("168.63.129.16", true)]
    [InlineData("fe80::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.0.0.1", false)]
    public void IsMetadata_KnowsTheAddresses(string address, bool expected) =>
        Assert.Equal(expected, GuardedHandler.IsMetadata(System.Net.IPAddress.Parse(address)));

    [Fact]
    public async Task Check_BecomesGood_Passes()
    {
        var calls = 0;
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            context.Response.StatusCode = ++calls < 3 ? 503 : 200;
            return context.Response.WriteAsync("all is well");
        });

        var result = await CheckAsync(new { url = "http://{target}/health", expectBody = "is well" }, new Uri(endpoint.Url).Authority);

        Assert.Equal(new CheckResult("health", true, "status 200"), result);
    }

    [Theory]
    [InlineData(200, "no such text", "status 200, without the expected text")]
    [InlineData(503, "is well", "status 503 instead of 200")]
    public async Task Check_StaysBad_DoesNotPass(int status, string expectBody, string observed)
    {
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("all is well");
        });

        var result = await CheckAsync(new { url = endpoint.Url, expectBody, within = TimeSpan.Zero }, "");

        Assert.Equal(new CheckResult("health", false, observed), result);
    }

    [Fact]
    public async Task Check_NobodyListens_DoesNotPass()
    {
        var result = await CheckAsync(new { url = $"http://127.0.0.1:{LoopbackPort.Free()}/", within = TimeSpan.Zero }, "");

        Assert.False(result.IsPassed);
        Assert.Contains("does not answer", result.Observed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notify_Webhook_SendsTheNotificationWithItsId()
    {
        await using var endpoint = await TestEndpoint.StartAsync((_, _) => Task.CompletedTask);
        Environment.SetEnvironmentVariable("HTTPTEST_WEBHOOK", $"{endpoint.Url}/hook/{Secret}");
        var plan = new NotificationPlan { Kind = "webhook", Settings = TestHost.Spec("webhook", new { url = "env:HTTPTEST_WEBHOOK" }).Settings };
        var notification = new Notification("n-1", NotificationEvent.CutOver, "m-1", "orders", "orders was cut over") { Link = "https://orchestrator.contoso.example/dashboard/migrations/m-1" };

        await _host.Adapter<INotifier>("webhook").NotifyAsync(plan, notification, _host.Scope("notify"), default);

        var (_, path, key, body) = Assert.Single(endpoint.Requests);
        Assert.Equal(($"/hook/{Secret}", "n-1"), (path, key));
        Assert.Equal(notification, DurableJson.Read<Notification>(body));
        Assert.Contains("\"link\":\"https://orchestrator.contoso.example/dashboard/migrations/m-1\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notify_WebhookDown_TellsNoSecret()
    {
        Environment.SetEnvironmentVariable("HTTPTEST_DOWN", $"http://127.0.0.1:{LoopbackPort.Free()}/hook/{Secret}");
        var plan = new NotificationPlan { Kind = "webhook", Settings = TestHost.Spec("webhook", new { url = "env:HTTPTEST_DOWN" }).Settings };
        var notification = new Notification("n-1", NotificationEvent.CutOver, "m-1", "orders", "orders was cut over");

        var error = await Assert.ThrowsAsync<AdapterException>(
            () => _host.Adapter<INotifier>("webhook").NotifyAsync(plan, notification, _host.Scope("notify"), default));

        Assert.True(error.IsTransient);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    private Task ProvisionAsync(string url) => _host.Adapter<IInfrastructureAdapter>("http").ProvisionAsync(
        TestHost.Spec("http", new { provision = new { url, headers = new Dictionary<string, string> { ["X-Token"] = "env:HTTPTEST_SECRET" } } }),
        _host.Scope("provision"), default);

    private Task<CheckResult> CheckAsync(object settings, string target)
    {
        var check = new CheckPlan { Name = "health", Kind = "http", Settings = TestHost.Spec("http", settings).Settings };
        var scope = _host.Scope("check", expand: text => text.Replace("{target}", target, StringComparison.Ordinal));
        return _host.Adapter<ICheckAdapter>("http").RunAsync(check, scope, default);
    }
}
