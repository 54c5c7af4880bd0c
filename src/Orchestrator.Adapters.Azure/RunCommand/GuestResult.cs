using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.RunCommand;

/// <summary>How a script in a machine ended.</summary>
/// <param name="ExitCode">Its exit code; <see langword="null"/> when it did not come to its end.</param>
/// <param name="Output">The end of its standard output: Azure keeps 4 KiB.</param>
/// <param name="Error">The end of its standard error.</param>
internal sealed partial record GuestResult(int? ExitCode, string Output, string Error)
{
    // sysexits.h: EX_TEMPFAIL, as for commands on the orchestrator's own machine.
    private const int TryAgain = 75;

    private const int Longest = 500;

    /// <summary>Whether it ended well.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <summary>Whether it says that trying again may help.</summary>
    public bool IsTransient => ExitCode == TryAgain;

    /// <summary>Reads what Run Command answers at its end.</summary>
    /// <param name="answer">The answer: the result itself, or the status of the operation with the result inside.</param>
    /// <returns>The result; <see langword="null"/> when there is none in it.</returns>
    public static GuestResult? Of(ArmAnswer answer)
    {
        var holder = answer.Body.Find("properties", "output") ?? answer.Body;
        var statuses = holder.Items("value").ToList();
        if (statuses.Count == 0)
            return null;
        var (output, error) = (Stream(statuses, "stdout"), Stream(statuses, "stderr"));
        var marker = Marker().Matches(output).LastOrDefault();
        var code = marker is not null ? Number(marker.Groups["code"].Value) : CodeOfFailure(statuses);
        return new(code, Marker().Replace(output, "").Trim(), error.Trim());
    }

    /// <summary>Says how it ended, without secrets.</summary>
    /// <param name="secrets">The plan's.</param>
    /// <returns>For example <c>it ended with 3: no such unit</c>.</returns>
    public string InWords(ISecrets secrets)
    {
        var end = ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"it ended with {code}") : "it did not come to its end";
        var said = Scrubber.Clean(secrets.Redact(Error.Length > 0 ? Error : Output));
        return said.Length == 0 ? end : $"{end}: {(said.Length > Longest ? $"…{said[^Longest..]}" : said)}";
    }

    // Windows tells each stream in a status of its own, Linux both in one message.
    private static string Stream(List<JsonElement> statuses, string name)
    {
        foreach (var status in statuses)
        {
            var message = status.Text("message") ?? "";
            if (status.Text("code")?.Contains(name, StringComparison.OrdinalIgnoreCase) == true)
                return message;
            if (Streams().Match(message) is { Success: true } both)
                return both.Groups[name].Value;
        }

        return "";
    }

    private static int? CodeOfFailure(List<JsonElement> statuses)
    {
        var failed = statuses.Find(status => status.Text("code")?.Contains("failed", StringComparison.OrdinalIgnoreCase) == true);
        var text = $"{failed.Text("code")} {failed.Text("message")}";
        return ExitStatus().Match(text) is { Success: true } match && Number(match.Groups["code"].Value) is > 0 and var code ? code : null;
    }

    private static int? Number(string digits) => int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^" + ScriptText.Marker + @"(?<code>-?\d{1,10})\s*$", RegexOptions.Multiline)]
    private static partial Regex Marker();

    [GeneratedRegex(@"\[stdout\]\r?\n(?<stdout>.*?)\r?\n?\[stderr\](?:\r?\n(?<stderr>.*))?\z", RegexOptions.Singleline)]
    private static partial Regex Streams();

    [GeneratedRegex(@"(?:exit status=|/failed/)(?<code>\d{1,5})", RegexOptions.IgnoreCase)]
    private static partial Regex ExitStatus();
}
