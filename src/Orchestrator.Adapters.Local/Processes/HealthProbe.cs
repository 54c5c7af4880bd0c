using System.Net.Sockets;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>Looks whether a process serves.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { Timeout = Limit };

    /// <summary>Looks once. Anything but a good answer means no.</summary>
    public static async Task<bool> IsHealthyAsync(ProcessHealth health, string? address, StepScope scope, CancellationToken cancellation)
    {
        if (health.Url is { } url && !await AnswersAsync(await scope.ExpandAsync(url, cancellation), cancellation))
        {
            return false;
        }

        var tcp = health.Tcp ?? (health.Url is null ? address : null);
        return tcp is null || await AcceptsAsync(await scope.ExpandAsync(tcp, cancellation), cancellation);
    }

    /// <summary>Whether an address, host and port, accepts a connection.</summary>
    public static async Task<bool> AcceptsAsync(string address, CancellationToken cancellation)
    {
        var colon = address.LastIndexOf(':');
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address[..colon].Trim('[', ']'), int.Parse(address.AsSpan(colon + 1)), limited.Token);
            return true;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(string url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
