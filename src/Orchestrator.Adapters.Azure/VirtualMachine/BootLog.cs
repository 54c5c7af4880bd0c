using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager.Compute.Models;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.VirtualMachine;

/// <summary>Reads the end of what a machine's serial console shows.</summary>
/// <param name="createTransport">Makes what fetches it, with the first log that is read. No token is sent: the address holds a signature.</param>
internal sealed class BootLog(Func<HttpPipelineTransport> createTransport)
{
    /// <summary>How much of it is given at most.</summary>
    public const int MostBytes = 2048;

    private const int LinkMinutes = 10;
    private const int TailBytes = 16 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Lazy<HttpPipeline> _pipeline = new(() => HttpPipelineBuilder.Build(new ArmPipelineOptions { Transport = createTransport() }));

    /// <summary>Reads it. What keeps it from being read is told in its place.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A part of a sentence, without secrets.</returns>
    public async Task<string> ReadAsync(Machine machine, CancellationToken cancellation)
    {
        try
        {
            var links = await machine.Arm.CallAsync<RetrieveBootDiagnosticsDataResult>(
                machine.Subject, async _ => await machine.Client.RetrieveBootDiagnosticsDataAsync(LinkMinutes, cancellation), cancellation);
            if (links.SerialConsoleLogBlobUri is not { } address)
                return "it has no boot log";
            var tail = await FetchAsync(address, cancellation);
            var log = Clean(tail, machine.Arm.Scope.Secrets);
            return log.Length == 0 ? "its boot log is empty" : $"the end of its boot log: {log}";
        }
        catch (OrchestratorException error)
        {
            return $"its boot log cannot be read ({(error as AdapterException)?.Problem ?? error.Message})";
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return $"its boot log cannot be read ({Scrubber.Clean(error.Message)})";
        }
    }

    /// <summary>Takes the end of a text, after the secrets were taken out of all of it: half a secret is not recognised.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secrets">The plan's.</param>
    /// <returns>Its last lines, whole ones where they fit.</returns>
    internal static string Clean(string text, ISecrets secrets)
    {
        var lines = secrets.Redact(text).Split('\n').Select(Printable).Where(line => line.Length > 0);
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        if (bytes.Length <= MostBytes)
            return Encoding.UTF8.GetString(bytes);
        var begin = bytes.Length - MostBytes;
        while ((bytes[begin] & 0xC0) == 0x80) // not in the middle of a character
            begin++;
        return Encoding.UTF8.GetString(bytes.AsSpan(begin));
    }

    private static string Printable(string line) => Scrubber.Clean(string.Concat(line.Where(letter => !char.IsControl(letter) || letter == '\t')));

    private async Task<string> FetchAsync(Uri address, CancellationToken cancellation)
    {
        if (address.Scheme != Uri.UriSchemeHttps)
            throw new IOException("it is not at an https address");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        using var message = _pipeline.Value.CreateMessage();
        message.BufferResponse = false;
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(address);
        await _pipeline.Value.SendAsync(message, limited.Token);
        if (message.Response is not { IsError: false, ContentStream: { } content })
            throw new IOException($"HTTP {message.Response.Status}");
        return await ReadEndAsync(content, limited.Token);
    }

    private static async Task<string> ReadEndAsync(Stream content, CancellationToken cancellation)
    {
        var buffer = new byte[2 * TailBytes];
        var length = 0;
        for (int read; (read = await content.ReadAsync(buffer.AsMemory(length), cancellation)) > 0;)
        {
            length += read;
            if (length < buffer.Length)
                continue;
            buffer.AsSpan(TailBytes).CopyTo(buffer);
            length = TailBytes;
        }

        var begin = Math.Max(0, length - TailBytes);
        return Encoding.UTF8.GetString(buffer, begin, length - begin);
    }
}
