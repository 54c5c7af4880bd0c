namespace Orchestrator.Adapters.Files.Interop;

/// <summary>Error numbers of Linux; those used here are the same on every processor.</summary>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int NotFound = 2;
    internal const int NoSuchAddress = 6;
    internal const int WouldBlock = 11;
    internal const int AccessDenied = 13;
    internal const int Busy = 16;
    internal const int Exists = 17;
    internal const int NotAFolder = 20;
    internal const int IsAFolder = 21;
    internal const int Invalid = 22;
    internal const int TooManyFilesInProcess = 24;
    internal const int FileTooLarge = 27;
    internal const int NoSpace = 28;
    internal const int ReadOnlyFileSystem = 30;
    internal const int OutOfRange = 34;
    internal const int NameTooLong = 36;
    internal const int NotEmpty = 39;
    internal const int TooManyLinks = 40;
    internal const int NoData = 61;
    internal const int NotSupported = 95;
    internal const int TimedOut = 110;
    internal const int Stale = 116;
    internal const int QuotaExceeded = 122;
}
