using System.Diagnostics;
using System.Text;

namespace Orchestrator.Contracts.Servers;

/// <summary>Keeps reading what a process prints, so that it never waits for a reader, and remembers the beginning.</summary>
internal sealed class ProcessOutput
{
    private const int KeptLength = 4_000;
    private readonly StringBuilder _text = new();

    public ProcessOutput(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public override string ToString()
    {
        lock (_text)
            return _text.ToString();
    }

    private void Add(string? line)
    {
        lock (_text)
        {
            if (line is not null && _text.Length < KeptLength)
                _text.AppendLine(line);
        }
    }
}
