using System.Text.RegularExpressions;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>Makes and reads the ids of resources. Parts from plans are checked, so that none leads out of its place in a path.</summary>
internal static partial class ResourceIds
{
    /// <summary>The id of a resource group.</summary>
    /// <param name="subscription">The subscription's GUID.</param>
    /// <param name="group">The resource group.</param>
    /// <returns>The id.</returns>
    /// <exception cref="AdapterException">A part is none.</exception>
    public static string OfGroup(string subscription, string group) =>
        $"/subscriptions/{Checked(subscription, Subscription(), "subscription", "Use its GUID: az account show --query id")}"
        + $"/resourceGroups/{Checked(group, GroupName(), "resource group", "Use up to 90 letters, digits, '-', '_', '.', '(' and ')', without a dot at the end")}";

    /// <summary>The id of a resource in a group.</summary>
    /// <param name="subscription">The subscription's GUID.</param>
    /// <param name="group">The resource group.</param>
    /// <param name="type">The type with its provider, for example <c>Microsoft.Network/dnsZones/CNAME</c>.</param>
    /// <param name="names">A name for each part of the type behind the provider, outermost first.</param>
    /// <returns>The id.</returns>
    /// <exception cref="AdapterException">A part is none.</exception>
    public static string Of(string subscription, string group, string type, params ReadOnlySpan<string> names)
    {
        var parts = Checked(type, TypeName(), "resource type", "Use PROVIDER/TYPE").Split('/');
        if (parts.Length != names.Length + 1)
            throw new ArgumentException($"{type} takes {parts.Length - 1} names.", nameof(names));
        var id = $"{OfGroup(subscription, group)}/providers/{parts[0]}";
        for (var index = 0; index < names.Length; index++)
            id += $"/{parts[index + 1]}/{CheckedName(names[index])}";
        return id;
    }

    /// <summary>The id of a resource inside of another.</summary>
    /// <param name="parent">The other's id.</param>
    /// <param name="type">The last part of the type.</param>
    /// <param name="name">The name.</param>
    /// <returns>The id.</returns>
    /// <exception cref="AdapterException">The name is none.</exception>
    public static string Child(string parent, string type, string name) => $"{parent.TrimEnd('/')}/{CheckedName(type)}/{CheckedName(name)}";

    /// <summary>Reads the id of a resource in a group.</summary>
    /// <param name="id">The id, for example from a plan.</param>
    /// <param name="type">The type that it has to have; any when <see langword="null"/>.</param>
    /// <returns>Its parts.</returns>
    /// <exception cref="AdapterException">It is no such id.</exception>
    public static ResourceId Parse(string id, string? type = null)
    {
        var match = Id().Match(id.TrimEnd('/'));
        var rest = match.Groups["rest"].Value.Split('/');
        if (!match.Success || rest.Length % 2 != 0)
            throw Invalid(id, type);
        var found = string.Join('/', rest.Where((_, index) => index % 2 == 0).Prepend(match.Groups["provider"].Value));
        if (type is not null && !found.Equals(type, StringComparison.OrdinalIgnoreCase))
            throw Invalid(id, type);
        var parsed = new ResourceId(match.Groups["subscription"].Value, match.Groups["group"].Value, found, [.. rest.Where((_, index) => index % 2 == 1)]);
        _ = parsed.ToString(); // checks the parts
        return parsed;
    }

    /// <summary>Whether two ids mean the same: Azure keeps the case of ids and compares without it.</summary>
    /// <param name="id">An id.</param>
    /// <param name="other">Another.</param>
    /// <returns>Whether they do.</returns>
    public static bool AreSame(string id, string other) => id.TrimEnd('/').Equals(other.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static string CheckedName(string name) =>
        name.Trim('.').Length == 0 ? throw Bad(name, "name", "Give the resource's name") : Checked(name, Name(), "name", "Use the resource's name alone, up to 260 characters without '/', '\\', '?', '#', '%', '<', '>' and '&'");

    private static string Checked(string part, Regex rule, string what, string remedy) => rule.IsMatch(part) ? part : throw Bad(part, what, remedy);

    private static AdapterException Bad(string part, string what, string remedy) => new($"is no {what} in Azure", $"'{Scrubber.Clean(part)}'", remedy, isTransient: false);

    private static AdapterException Invalid(string id, string? type) => new(
        type is null ? "is no id of a resource" : $"is no id of a resource of the type {type}",
        $"'{Scrubber.Clean(id)}'",
        $"Use /subscriptions/GUID/resourceGroups/GROUP/providers/{type ?? "PROVIDER/TYPE"}/NAME: az resource show --query id",
        isTransient: false);

    [GeneratedRegex(@"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z")]
    private static partial Regex Subscription();

    [GeneratedRegex(@"\A[\p{L}\p{Nd}\-_.()]{0,89}[\p{L}\p{Nd}\-_()]\z")]
    private static partial Regex GroupName();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9.]*(/[A-Za-z][A-Za-z0-9]*)+\z")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\A[^\p{C}/\\?#%<>&]{1,260}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A/subscriptions/(?<subscription>[^/]+)/resourceGroups/(?<group>[^/]+)/providers/(?<provider>[^/]+)/(?<rest>.+)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Id();
}
