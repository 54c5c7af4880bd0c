using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>
/// Replaces a record set by nsupdate (RFC 2136), in one message: it is replaced as a whole if it is as it was read, or not
/// at all. The key goes over standard input, which nobody else on the machine sees.
/// </summary>
/// <param name="program">The path of nsupdate.</param>
/// <param name="mark">Tells its processes from others'.</param>
internal sealed partial class DnsUpdate(string program, string mark)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private static readonly Dictionary<string, string> Environment = new() { ["PATH"] = "/usr/bin:/bin", ["LANG"] = "C" };

    /// <summary>Replaces a record set.</summary>
    /// <param name="settings">The name and its server.</param>
    /// <param name="from">What it must be.</param>
    /// <param name="to">What it becomes.</param>
    /// <param name="scope">The step.</param>
    /// <param name="cancellation">Gives up; the update is taken as a whole or not at all.</param>
    /// <returns>Whether it was; <see langword="false"/> when it was not as it must be.</returns>
    /// <exception cref="AdapterException">The server refuses or does not answer.</exception>
    public async Task<bool> TryReplaceAsync(DnsTrafficSettings settings, DnsRecordSet from, DnsRecordSet to, StepScope scope, CancellationToken cancellation)
    {
        var subject = $"{settings.Name} {settings.Type} at name server {settings.Server}";
        if (!File.Exists(program))
            throw new AdapterException($"{program} is not there", subject, "Install it: sudo apt-get install -y bind9-dnsutils", isTransient: false);
        Directory.CreateDirectory(scope.WorkFolder);
        var script = Script(settings, from, to, await KeyAsync(settings, scope, cancellation));
        var line = new CommandLine(program, ["-v", "-t", "30"], scope.WorkFolder, Environment) { Input = script };
        var result = await ProgramRunner.RunAsync(line, $"{mark}.{scope.OperationId}", subject, Limit, cancellation);
        if (result.ExitCode == 0)
            return true;
        var said = Text.FirstLine(scope.Secrets.Redact(result.ErrorOutput.Trim()));
        return said.Contains("XRRSET", StringComparison.Ordinal) || said.Contains("XDOMAIN", StringComparison.Ordinal) ? false : throw Refused(said, settings, subject);
    }

    /// <summary>Writes the update. Every word of it was checked to be one word.</summary>
    public static string Script(DnsTrafficSettings settings, DnsRecordSet from, DnsRecordSet to, string key)
    {
        var name = $"{settings.Name.TrimEnd('.')}.";
        var script = new StringBuilder()
            .AppendLine($"server {DnsQuestion.HostOf(settings.Server)} {DnsQuestion.PortOf(settings.Server)}")
            .AppendLine($"zone {settings.Zone.TrimEnd('.')}.")
            .AppendLine($"key {settings.TsigAlgorithm}:{settings.TsigName} {key}");
        foreach (var value in from.Values)
            script.AppendLine($"prereq yxrrset {name} {settings.Type} {Value(settings, value)}");
        script.AppendLine($"update delete {name} {settings.Type}");
        foreach (var value in to.Values)
            script.AppendLine($"update add {name} {to.TtlSeconds} {settings.Type} {Value(settings, value)}");
        return script.AppendLine("send").ToString();
    }

    // A CNAME without its dot at the end is taken as whole, too, as users of a plan mean it.
    private static string Value(DnsTrafficSettings settings, string value) => settings.Type == "CNAME" ? $"{value.TrimEnd('.')}." : value;

    private static async Task<string> KeyAsync(DnsTrafficSettings settings, StepScope scope, CancellationToken cancellation)
    {
        var key = await scope.Secrets.ResolveAsync(settings.TsigSecret, cancellation);
        return Base64().IsMatch(key) ? key : throw new AdapterException(
            "it is no TSIG key in base64", "traffic.tsigSecret", "Write only the key's secret there, as tsig-keygen prints it", isTransient: false);
    }

    private static AdapterException Refused(string said, DnsTrafficSettings settings, string subject)
    {
        var isKey = Key().IsMatch(said);
        var isRefusal = isKey || said.Contains("REFUSED", StringComparison.Ordinal) || said.Contains("NOTAUTH", StringComparison.Ordinal) || said.Contains("NOTZONE", StringComparison.Ordinal);
        var remedy = isKey ? $"Check traffic.tsigName, tsigAlgorithm and tsigSecret against the server's key '{settings.TsigName}', and both clocks"
            : isRefusal ? $"Let the key '{settings.TsigName}' update the name on the zone's primary: update-policy {{ grant {settings.TsigName} name {settings.Name.TrimEnd('.')}. {settings.Type}; }};"
            : "Check that the primary of the zone runs and takes updates; it is tried again";
        return new($"the update was not taken: {said}", subject, remedy, isTransient: !isRefusal);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9+/]+={0,2}\z")]
    private static partial Regex Base64();

    [GeneratedRegex("BADKEY|BADSIG|BADTIME|TSIG|tsig", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
