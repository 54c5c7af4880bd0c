namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>How a gateway runs. The addresses of the two sides are fixed at its start; which of them is in force is its state.</summary>
public sealed record GatewayOptions
{
    /// <summary>Where users are served: plain HTTP; end TLS in front of it. Port 0 takes a free one.</summary>
    public required Uri Listen { get; init; }

    /// <summary>Where the gateway is administered: plain HTTP on a loopback address. Port 0 takes a free one.</summary>
    public required Uri Admin { get; init; }

    /// <summary>The file that keeps which side is in force. Created, source in force, when it is missing; its folder must exist.</summary>
    public required string StateFile { get; init; }

    /// <summary>The base address of the source.</summary>
    public required Uri Source { get; init; }

    /// <summary>The base address of the target.</summary>
    public required Uri Target { get; init; }

    /// <summary>The file that holds the key of the admin address. Created, readable by its owner only, when it is missing.</summary>
    /// <value>The state file's path followed by <c>.key</c> by default.</value>
    public string? AdminKeyFile { get; init; }

    /// <summary>Whether the admin address may be other than loopback. The key then crosses the network unencrypted.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowRemoteAdmin { get; init; }

    /// <summary>How long a request waits while traffic is held, unless the hold itself says otherwise.</summary>
    /// <value>30 seconds by default; above zero.</value>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests wait at once while traffic is held; further ones are refused with 503.</summary>
    /// <value>1,000 by default; 0 or more.</value>
    public int MaxHeld { get; init; } = 1_000;

    /// <summary>How long a change waits for the requests that the old side is working on.</summary>
    /// <value>30 seconds by default; above zero.</value>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The response header that names the side (<c>source</c> or <c>target</c>) that answered.</summary>
    /// <value><c>X-Orchestrator-Side</c> by default.</value>
    public string SideHeader { get; init; } = DefaultSideHeader;

    internal const string DefaultSideHeader = "X-Orchestrator-Side";

    internal string KeyFile => AdminKeyFile ?? StateFile + ".key";

    /// <summary>Checks the values against each other.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message says which and what to do.</exception>
    public void Validate()
    {
        foreach (var (name, address) in new[] { ("listen", Listen), ("admin", Admin), ("source", Source), ("target", Target) })
            Require(address.IsAbsoluteUri && address.Scheme is "http" or "https", $"The {name} address '{address}' is not an http address. Write it as http://HOST:PORT.");
        Require(Listen.Scheme == "http" && Admin.Scheme == "http", "The gateway listens on plain http. End TLS in front of it.");
        Require(Admin.IsLoopback || AllowRemoteAdmin, $"The admin address '{Admin}' is not a loopback address. Use 127.0.0.1, or allow remote administration explicitly.");
        Require(MaxHold > TimeSpan.Zero && DrainTimeout > TimeSpan.Zero, "The longest hold and the drain time must be above zero.");
        Require(MaxHeld >= 0, "The number of held requests cannot be negative.");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException(message);
    }
}
