using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>The validator, running.</summary>
internal sealed class OavProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private OavProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    public static async Task<OavProcess> StartAsync(string descriptions, IEnumerable<string> patterns, CancellationToken cancellation)
    {
        var modules = await OavInstallation.FindAsync(cancellation);
        var script = Path.Combine(ArmDescriptions.RepositoryRoot(), "eng", "oav", "judge.js");
        var oav = new OavProcess(Process.Start(new ProcessStartInfo("node", [script, descriptions, .. patterns])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = modules },
        })!);
        // Reading the descriptions takes some seconds, once.
        await oav.ReadAsync(cancellation);
        return oav;
    }

    /// <summary>What is wrong with an exchange.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync(RecordedExchange exchange, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(Question(exchange).ToJsonString().AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        var answer = await ReadAsync(cancellation);
        return [.. (answer["problems"] as JsonArray ?? []).Select(problem => problem!.GetValue<string>())];
    }

    public void Dispose()
    {
        // It ends by itself when its input does.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }

    private async Task<JsonNode> ReadAsync(CancellationToken cancellation)
    {
        if (await _process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            return JsonNode.Parse(line)!;
        lock (_errors)
            throw new InvalidOperationException($"The validator ended: {_errors}");
    }

    private static JsonObject Question(RecordedExchange exchange)
    {
        var request = new JsonObject
        {
            ["method"] = exchange.Method,
            ["url"] = $"https://management.azure.com{exchange.Target}",
            ["headers"] = Headers(exchange.RequestHeaders),
        };
        if (exchange.RequestBody.Length > 0)
            request["body"] = JsonNode.Parse(exchange.RequestBody);
        var response = new JsonObject { ["statusCode"] = $"{exchange.Status}", ["headers"] = Headers(exchange.AnswerHeaders) };
        if (exchange.AnswerBody is { } body)
            response["body"] = body.DeepClone();
        return new JsonObject { ["id"] = exchange.Target, ["request"] = request, ["response"] = response };
    }

    private static JsonObject Headers(IReadOnlyDictionary<string, string> headers) =>
        new(headers.Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), (JsonNode?)header.Value)));
}
