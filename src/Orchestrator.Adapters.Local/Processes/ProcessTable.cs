using System.Globalization;
using System.Text;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>The processes of this machine as Linux shows them in <c>/proc</c> (see proc(5)). Ended ones that wait for their parent do not count.</summary>
internal static class ProcessTable
{
    private const int FirstBufferSizeBytes = 4096;

    private static readonly string[] SocketLists = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The variable that marks the processes of a workload.</summary>
    public const string Marker = "ORCHESTRATOR_PROCESS";

    /// <summary>Tells this boot of the machine from others.</summary>
    public static string BootId { get; } =
        File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    /// <summary>All running processes.</summary>
    public static List<ProcessEntry> Read() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? Find(pid) : null)
            .OfType<ProcessEntry>(),
    ];

    /// <summary>Finds a running process.</summary>
    public static ProcessEntry? Find(int pid)
    {
        if (ReadText(pid, "stat") is not { } stat)
        {
            return null;
        }

        // The name stands in parentheses and may hold any character, so count from the last one.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "X" || (fields[0] is "Z" && !HasOtherThreads(pid))
            ? null
            : new ProcessEntry(pid, ParseInt(fields[1]), ParseInt(fields[2]), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>Whether a process carries a mark.</summary>
    public static bool HasMark(int pid, string mark) =>
        ReadText(pid, "environ") is { } environment && $"\0{environment}".Contains($"\0{Marker}={mark}\0", StringComparison.Ordinal);

    /// <summary>Whether a process runs a program with certain first arguments, directly or as a script.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="program">The program's path without links.</param>
    /// <param name="arguments">What its first arguments must be.</param>
    public static bool Runs(int pid, string program, IEnumerable<string> arguments)
    {
        var words = ReadText(pid, "cmdline")?.Split('\0')[..^1] ?? [];
        var first = arguments.ToList();
        return (Executable(pid) == program && words.Skip(1).Take(first.Count).SequenceEqual(first))
            || (words.Length > 1 && ScriptPath(pid, words[1]) == program && words.Skip(2).Take(first.Count).SequenceEqual(first));
    }

    /// <summary>Those of some processes that listen on a TCP port of this machine, as far as the server's user may see it.</summary>
    /// <param name="port">The port.</param>
    /// <param name="candidates">Process ids; asked for only when somebody listens, since looking at open files takes long.</param>
    public static IEnumerable<int> ListenersOn(int port, IEnumerable<int> candidates)
    {
        var sockets = (ListeningSockets.FindInodes(port) ?? ReadListeners(port)).Select(inode => $"socket:[{inode}]").ToHashSet();
        return sockets.Count == 0 ? [] : candidates.Where(pid => Holds(pid, sockets));
    }

    /// <summary>The inodes of the sockets that listen on a port, from <c>/proc/net</c>.</summary>
    internal static HashSet<long> ReadListeners(int port) => SocketLists.Where(File.Exists)
        .SelectMany(File.ReadLines)
        .Where(line => line.Contains($":{port:X4} ", StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words is [_, var local, _, "0A", ..] && local.EndsWith($":{port:X4}", StringComparison.Ordinal))
        .Select(words => long.Parse(words[9], CultureInfo.InvariantCulture))
        .ToHashSet();

    /// <summary>The first thread can be over while others still end, and those hold files and ports until they have.</summary>
    private static bool HasOtherThreads(int pid) => Try(() => Directory.EnumerateDirectories($"/proc/{pid}/task").Skip(1).Any(), false);

    private static bool Holds(int pid, HashSet<string> sockets) => Try(
        () => Directory.EnumerateFiles($"/proc/{pid}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target)), false);

    private static string? Executable(int pid) => Try(() => new FileInfo($"/proc/{pid}/exe").LinkTarget?.Replace(" (deleted)", "", StringComparison.Ordinal), null);

    // A script may have been started by a path that is relative to the process's own folder.
    private static string? ScriptPath(int pid, string word) =>
        RealPath.Of(Path.Combine(Try(() => new FileInfo($"/proc/{pid}/cwd").LinkTarget, null) ?? "/", word));

    private static string? ReadText(int pid, string file) => Try(() => ReadText($"/proc/{pid}/{file}"), null);

    // Every process is read, several times while users wait: a stream and a reader for each would take most of the time.
    private static string ReadText(string path)
    {
        using var file = File.OpenHandle(path);
        var buffer = new byte[FirstBufferSizeBytes];
        for (var length = 0; ;)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(length), length);
            if (read == 0)
            {
                return Encoding.UTF8.GetString(buffer, 0, length);
            }

            if ((length += read) == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * length);
            }
        }
    }

    /// <summary>Processes end at any moment, and those of other users cannot be looked into: both are the same as not there.</summary>
    private static T Try<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }

    private static int ParseInt(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
