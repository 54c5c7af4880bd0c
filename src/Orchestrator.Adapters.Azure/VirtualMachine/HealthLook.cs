using System.Globalization;
using System.Net.Sockets;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>Looks from outside whether a machine serves. Anything but a good answer means no.</summary>
internal static class HealthLook
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { Timeout = Limit };

    /// <summary>Looks once.</summary>
    /// <param name="settings">What the plan gives.</param>
    /// <param name="scope">Expands placeholders.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    public static async Task<string?> LookAsync(VirtualMachineSettings settings, StepScope scope, CancellationToken cancellation)
    {
        var health = settings.Health;
        if (health.Url is { } url && !await AnswersAsync(await scope.ExpandAsync(url, cancellation), cancellation))
            return scope.Secrets.Redact($"{url} gives no good answer");
        var tcp = health.Tcp ?? (health.Url is null && health.Script.Count == 0 ? settings.Address : null);
        return tcp is null || await AcceptsAsync(await scope.ExpandAsync(tcp, cancellation), cancellation)
            ? null
            : scope.Secrets.Redact($"{tcp} accepts no connections");
    }

    private static async Task<bool> AnswersAsync(string url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await Client.GetAsync(AddressOf(url), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<bool> AcceptsAsync(string address, CancellationToken cancellation)
    {
        var (host, port) = PlaceOf(address);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, limited.Token);
            return true;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Uri AddressOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw Wrong("url", "Write http://HOST:PORT/PATH or https://HOST/PATH");

    private static (string Host, int Port) PlaceOf(string address)
    {
        var colon = address.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? (address[..colon].Trim('[', ']'), port)
            : throw Wrong("tcp", "Write HOST:PORT, for example 10.1.2.4:5432; the same goes for 'address'");
    }

    // What it says may be a secret once placeholders are expanded.
    private static AdapterException Wrong(string key, string remedy) => new($"its '{key}' is none", "the health of the VM in the plan", remedy, isTransient: false);
}
