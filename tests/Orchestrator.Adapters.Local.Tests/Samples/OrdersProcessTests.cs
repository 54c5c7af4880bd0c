using System.Diagnostics;
using Orchestrator.Contracts.Servers;
using Orders.Serve;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Samples;

[Collection(PostgreSqlFixture.Name)]
public sealed class OrdersProcessTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task Serve_Terminated_EndsOrderly()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        using var app = Start(["serve"], ("ORDERS_DB", rig.Settings.Database), ("ORDERS_UPLOADS", rig.Settings.Uploads), ("ASPNETCORE_URLS", url));
        using var client = new HttpClient();
        await Gateway.GatewayRig.EventuallyAsync(async () => await AnswersAsync(client, new Uri($"{url}/health")));

        using var kill = Process.Start("kill", ["-TERM", $"{app.Id}"]);

        Assert.Equal(0, await ExitCodeAsync(app));
    }

    [Fact]
    public async Task Client_InputCloses_PrintsItsReport()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        using var client = Start(["client", "run", "--url", $"{await rig.ServeAsync()}", "--journal", rig.Journal]);
        await Gateway.GatewayRig.EventuallyAsync(() => Task.FromResult(File.Exists(rig.Journal)));
        await rig.UntilWrittenAsync(5);

        client.StandardInput.Close();
        var report = await client.StandardOutput.ReadToEndAsync();

        Assert.Equal(0, await ExitCodeAsync(client));
        Assert.Contains("\"failed\":0", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_NoSettings_SaysWhichIsMissing()
    {
        using var app = Start(["serve"]);

        Assert.Contains("ORDERS_DB", await app.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await ExitCodeAsync(app));
    }

    private static Process Start(string[] args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OrdersApp).Assembly.Location, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ORDERS_DB");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<int> ExitCodeAsync(Process process)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(bound.Token);
            return process.ExitCode;
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri url)
    {
        try
        {
            return (await client.GetAsync(url)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
