using System.Diagnostics;
using System.Text.Json;

namespace Orchestrator.Demo;

/// <summary>Clients that keep writing through the gateway and remember every acknowledged write.</summary>
internal sealed class OrdersClient : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoEnvironment = new Dictionary<string, string>();
    private readonly string _journal;
    private readonly Process _process;
    private readonly Task<string> _output;

    private OrdersClient(string journal, Process process) => (_journal, _process, _output) = (journal, process, process.StandardOutput.ReadToEndAsync());

    /// <summary>How many writes were acknowledged so far.</summary>
    public int AcknowledgedCount => File.Exists(_journal) ? File.ReadLines(_journal).Count() : 0;

    /// <summary>Starts to write.</summary>
    public static OrdersClient Start(Uri url, string journal, double rate = 20)
    {
        var start = Programs.Prepare("Orders", NoEnvironment,
            "client", "run", "--url", url.ToString(), "--journal", journal, "--rate", rate.ToString(System.Globalization.CultureInfo.InvariantCulture));
        start.RedirectStandardOutput = true;
        return new(journal, Process.Start(start)!);
    }

    /// <summary>Ends writing and says what the clients lived through.</summary>
    public async Task<JsonElement> StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        return JsonElement.Parse(await _output);
    }

    /// <summary>Looks every acknowledged write up.</summary>
    public async Task<JsonElement> VerifyAsync(Uri url)
    {
        var (_, output) = await Programs.RunAsync(Programs.Prepare("Orders", NoEnvironment, "client", "verify", "--url", url.ToString(), "--journal", _journal));
        return JsonElement.Parse(output);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        return default;
    }
}
