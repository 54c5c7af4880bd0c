using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>
/// What is done with entries that are no data: named pipes are made anew, sockets are left out (their process makes
/// them when it starts), devices are refused, since a restored device would be a way into the target's hardware.
/// </summary>
internal static class SpecialFiles
{
    private const string DeviceProblem = "it is a device, which is never copied";

    /// <summary>The error of a tree with a device.</summary>
    internal static AdapterException DeviceRefused(TreeRoot root, TreePath path) =>
        new(DeviceProblem, root.Describe(path), "Remove it from the tree, or move a part of the tree without it", isTransient: false);

    /// <summary>What a look at a tree with a device finds.</summary>
    internal static Finding DeviceFound(TreeRoot root, TreePath path) =>
        new(root.Describe(path), $"{DeviceProblem}.", "Remove it from the tree, or move a part of the tree without it.", IsBlocking: true);

    /// <summary>What a look at a tree with a socket finds.</summary>
    internal static Finding SocketFound(TreeRoot root, TreePath path) =>
        new(root.Describe(path), "It is a socket and is left out.", "Nothing to do when the program that listens on it makes it at its start.", IsBlocking: false);
}
