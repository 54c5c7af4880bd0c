using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>Reads what azcopy prints with <c>--output-type json</c>: a document a line, whose content may be a document in a text.</summary>
/// <param name="onJob">Hears the job's id as soon as it is told.</param>
/// <param name="progress">Takes progress.</param>
internal sealed class AzCopyReport(Action<string> onJob, IProgress<StepProgress> progress)
{
    private const int MostFailures = 5;

    private readonly List<string> _errors = [];

    /// <summary>How the job stands, as it was last told, for example <c>CompletedWithErrors</c>.</summary>
    public string? Status { get; private set; }

    /// <summary>Files of which it says that they failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Files of which it says that it left them alone.</summary>
    public long Skipped { get; private set; }

    /// <summary>What went wrong, cleaned: errors, and the first files that failed.</summary>
    public string Problems => string.Join("; ", _errors.Take(MostFailures));

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line; anything that is no document is ignored.</param>
    public void Read(string line)
    {
        var message = Parse(line);
        var text = message.Text("MessageContent") ?? "";
        switch (message.Text("MessageType"))
        {
            case "Init" when Parse(text).Text("JobID") is { } job:
                onJob(job);
                break;
            case "Error":
                _errors.Add(Scrubber.Clean(text));
                break;
            case "Progress" or "EndOfJob" or "GetJobSummary":
                Take(Parse(text));
                break;
            default:
                break;
        }
    }

    private void Take(JsonElement summary)
    {
        Status = summary.Text("JobStatus") ?? Status;
        Failed = Number(summary, "TransfersFailed");
        Skipped = Number(summary, "TransfersSkipped");
        progress.Report(new(Number(summary, "TotalBytesTransferred"), Number(summary, "TotalBytesExpected") is > 0 and var total ? total : null, "bytes"));
        foreach (var failure in summary.Items("FailedTransfers").Take(MostFailures))
            _errors.Add($"{Scrubber.Clean(failure.Text("Src") ?? "a file")}: {failure.Find("ErrorCode")?.ToString() ?? "failed"}");
    }

    // azcopy writes most counters as texts.
    private static long Number(JsonElement summary, string name) =>
        long.TryParse(summary.Find(name)?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static JsonElement Parse(string text) => Json.Parse(Encoding.UTF8.GetBytes(text));
}
