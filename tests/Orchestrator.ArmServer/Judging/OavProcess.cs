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

    /// <summary>What is wrong with an exchange, as a <see cref="Question"/> writes it.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync(string question, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancellation);
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
}
