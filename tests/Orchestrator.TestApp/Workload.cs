using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.TestApp;

/// <summary>A workload that serves <c>/health</c> and <c>/env/NAME</c>, and misbehaves when asked to.</summary>
internal static class Workload
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (Value(arguments, "--print") is { } variable)
            await Console.Error.WriteLineAsync($"the secret is {Environment.GetEnvironmentVariable(variable)}");
        if (arguments.Contains("--die"))
            return 3;
        using var deaf = arguments.Contains("--deaf") ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true) : null;
        if (arguments.Contains("--child"))
            using (System.Diagnostics.Process.Start("/bin/sleep", "600")) { }

        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{Value(arguments, "--port")}/");
        listener.Start();
        while (true)
            await AnswerAsync(await listener.GetContextAsync(), isHealthy: !arguments.Contains("--sick"));
    }

    private static async Task AnswerAsync(HttpListenerContext context, bool isHealthy)
    {
        var path = context.Request.Url!.AbsolutePath;
        context.Response.StatusCode = isHealthy ? 200 : 500;
        if (path.StartsWith("/env/", StringComparison.Ordinal))
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(path[5..]) ?? "(none)"));
        context.Response.Close();
    }

    private static string? Value(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var index ? arguments[index + 1] : null;
}
