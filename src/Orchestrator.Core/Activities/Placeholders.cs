using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>
/// Expands <c>{source}</c>, <c>{target}</c>, <c>{source:NAME}</c>, <c>{target:NAME}</c> and <c>{output:NAME}</c> in values of
/// a plan.
/// </summary>
internal static partial class Placeholders
{
    /// <summary>Expands a value. The result may be a secret: a connection string.</summary>
    /// <exception cref="AdapterException">The plan has no such component, or no address.</exception>
    public static async ValueTask<string> ExpandAsync(string text, AdapterCatalog adapters, StepScope scope, CancellationToken cancellation)
    {
        var (expanded, end) = (new StringBuilder(), 0);
        foreach (Match match in Pattern().Matches(text))
        {
            expanded.Append(text, end, match.Index - end);
            expanded.Append(await ValueOfAsync(match, adapters, scope, cancellation));
            end = match.Index + match.Length;
        }

        return expanded.Append(text, end, text.Length - end).ToString();
    }

    private static async ValueTask<string> ValueOfAsync(Match match, AdapterCatalog adapters, StepScope scope, CancellationToken cancellation)
    {
        if (match.Groups["output"].Success)
            return await OutputAsync(match, adapters, scope, cancellation);
        var side = match.Groups["side"].Value == "source" ? Side.Source : Side.Target;
        if (!match.Groups["name"].Success)
            return await ExpandAsync(Address(match.Value, side, adapters, scope), adapters, scope, cancellation);
        var component = scope.Plan.Data.SingleOrDefault(data => data.Name == match.Groups["name"].Value)
            ?? throw Unknown(match.Value, "the plan has no such data component", "Name one of those under 'data'");
        return await adapters.Get<IDataAdapter>(component).GetEndpointAsync(component, side, scope, cancellation);
    }

    private static string Address(string placeholder, Side side, AdapterCatalog adapters, StepScope scope)
    {
        var compute = side == Side.Source ? scope.Plan.Compute?.Source : scope.Plan.Compute?.Target;
        var address = (compute is null ? null : adapters.Get<IComputeAdapter>(compute).GetAddress(compute))
            ?? throw Unknown(placeholder, "the plan gives no address for it", "Add 'address' under 'compute'");
        // An address may be an output, as it is known only when the machine is there; it is never another address.
        return Pattern().Matches(address).Any(inner => !inner.Groups["output"].Success)
            ? throw Unknown(placeholder, "the address that the plan gives for it is a placeholder itself", "Write the address under 'compute', or {output:NAME}")
            : address;
    }

    private static async ValueTask<string> OutputAsync(Match match, AdapterCatalog adapters, StepScope scope, CancellationToken cancellation)
    {
        var infrastructure = scope.Plan.Infrastructure;
        if (adapters.Get<IInfrastructureAdapter>(infrastructure) is not IGivesOutputs gives)
            throw Unknown(match.Value, $"infrastructure of the kind '{infrastructure.Kind}' gives no outputs", "Write the value itself");
        return await gives.FindOutputAsync(infrastructure, match.Groups["output"].Value, scope, cancellation)
            ?? throw Unknown(match.Value, "there is no such output, or it is not there yet", "Name an output of the template, in a part of the plan that is used after 'provision'");
    }

    private static AdapterException Unknown(string placeholder, string problem, string remedy) =>
        new(problem, $"placeholder {placeholder}", remedy, isTransient: false);

    [GeneratedRegex(@"\{(?<side>source|target)(:(?<name>[a-z0-9-]+))?\}|\{output:(?<output>[A-Za-z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
