using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.TestApp;

/// <summary>A workload that serves <c>/health</c> and <c>/env/NAME</c>, and misbehaves when asked to.</summary>
/// <remarks>It speaks HTTP on a plain socket: HttpListener dies of a connection that comes while it starts, and probes do come then.</remarks>
internal static class Workload
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (Value(arguments, "--print") is { } variable)
            await Console.Error.WriteLineAsync($"the secret is {Environment.GetEnvironmentVariable(variable)}");
        using var deaf = arguments.Contains("--deaf") ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true) : null;
        if (arguments.Contains("--child"))
            using (System.Diagnostics.Process.Start("/bin/sleep", "600")) { }
        if (arguments.Contains("--die"))
            return 3;

        using var listener = new TcpListener(IPAddress.Loopback, int.Parse(Value(arguments, "--port")!));
        listener.Start();
        while (true)
            await AnswerAsync(await listener.AcceptTcpClientAsync(), isHealthy: !arguments.Contains("--sick"));
    }

    private static async Task AnswerAsync(TcpClient client, bool isHealthy)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var path = (await new StreamReader(stream, leaveOpen: true).ReadLineAsync())?.Split(' ')[1] ?? "/";
                var body = path.StartsWith("/env/", StringComparison.Ordinal) ? Environment.GetEnvironmentVariable(path[5..]) ?? "(none)" : "";
                var status = isHealthy ? "200 OK" : "500 Sick";
                await stream.WriteAsync(Encoding.UTF8.GetBytes(
                    $"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"));
            }
            catch (IOException)
            {
                return; // the probe has gone
            }
        }
    }

    private static string? Value(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var index ? arguments[index + 1] : null;
}
