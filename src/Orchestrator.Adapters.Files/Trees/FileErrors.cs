using System.Globalization;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Says what a failed system call means to the reader, and whether trying again may help.</summary>
internal static class FileErrors
{
    private const int ErrnoOfNotFound = unchecked((int)0x80070002);
    private const int ErrnoOfNoFolder = unchecked((int)0x80070003);

    /// <summary>Explains an error of the file system.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="subject">Which thing it happened to.</param>
    /// <returns>The explanation; <see langword="null"/> when it is no error of the file system, or explained already.</returns>
    internal static AdapterException? Explain(Exception error, string subject)
    {
        if (NumberOf(error) is not { } number) return null;
        var (problem, remedy, isTransient) = Meaning(number);
        return new AdapterException(problem ?? Plain(error), subject, remedy, isTransient, error);
    }

    /// <summary>The finding of a look that an error ended.</summary>
    internal static Finding Blocking(AdapterException error) =>
        new(error.Subject, Sentence(error.Problem), Sentence(error.Remedy), IsBlocking: true);

    /// <summary>The error number behind an exception, or <see langword="null"/>.</summary>
    internal static int? NumberOf(Exception error) => error switch
    {
        ErrnoException ours => ours.Number,
        UnauthorizedAccessException => Errno.AccessDenied,
        PathTooLongException => Errno.NameTooLong,
        IOException { HResult: ErrnoOfNotFound or ErrnoOfNoFolder } => Errno.NotFound,
        IOException other => other.HResult is > 0 and < 4096 ? other.HResult : 0,
        _ => null,
    };

    /// <summary>A size for people.</summary>
    internal static string Size(long sizeBytes) => sizeBytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{sizeBytes / (double)(1L << 30):F1} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{sizeBytes / (double)(1L << 20):F1} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{sizeBytes} bytes"),
    };

    private static (string? Problem, string Remedy, bool IsTransient) Meaning(int number) => number switch
    {
        Errno.NoSpace => ("no space (or no inode) is left on its file system", "Make room (df -h, df -i), then retry the step", false),
        Errno.QuotaExceeded => ("the disk quota is used up", "Raise the quota (edquota) or make room, then retry the step", false),
        Errno.AccessDenied or Errno.NotPermitted => (
            "the user that the orchestrator runs as may not do this",
            "Run the orchestrator as root or give its user the right (ls -l, getfacl), then retry the step", false),
        Errno.NotFound => ("it does not exist", "Check the path in the plan, and that nothing removes it meanwhile", false),
        Errno.NotAFolder => ("it is not a folder", "Name a folder; a symbolic link inside of a tree is never followed", false),
        Errno.TooManyLinks => ("it leads through a symbolic link", "Remove the link: inside of a tree links are never followed", false),
        Errno.ReadOnlyFileSystem => ("its file system is read-only", "Mount it for writing (mount -o remount,rw), then retry the step", false),
        Errno.Busy => ("it is in use, for example as a mount point", "Unmount what is mounted in it, then retry the step", false),
        Errno.NotSupported => (
            "its file system cannot keep this extended attribute or access control list",
            "Use a file system that can, or set 'extendedAttributes: drop' in the plan", false),
        Errno.FileTooLarge => ("it is larger than its file system allows", "Use a file system without this limit, for example ext4 or XFS", false),
        Errno.NameTooLong => ("its name is longer than its file system allows", "Use a file system for names of 255 bytes", false),
        Errno.TooManyFilesInProcess => ("the process has too many files open", "Raise the limit (ulimit -n) and start the orchestrator again", true),
        _ => (null, "Check the disk or share that it is on (dmesg), then retry the step", true),
    };

    // The system's own words; the subject names the thing already.
    private static string Plain(Exception error) => error.Message.TrimEnd('.');

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
