using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Orchestrator.Contracts.Durability;
using Xunit;

namespace Orchestrator.Conformance;

/// <summary>Tries every promise of <see cref="OrchestrationContract"/> on a host, one after another.</summary>
public static class ConformanceRun
{
    /// <summary>Tries them.</summary>
    /// <param name="make">Makes a host.</param>
    /// <param name="output">Takes a line for each promise.</param>
    /// <returns>How many were kept, broken and not tried.</returns>
    public static async Task<(int Passed, int Failed, int Skipped)> RunAsync(Func<Target> make, TextWriter output)
    {
        var (passed, failed, skipped) = (0, 0, 0);
        foreach (var (promise, arguments) in Promises())
        {
            var verdict = await TryAsync(make, promise, arguments);
            _ = verdict switch { "kept" => passed++, ['-', ..] => skipped++, _ => failed++ };
            await output.WriteLineAsync($"{promise.Name}({string.Join(", ", arguments)}): {verdict}");
        }

        return (passed, failed, skipped);
    }

    private static IEnumerable<(MethodInfo Promise, object?[] Arguments)> Promises() =>
        from method in typeof(OrchestrationContract).GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is not null
        orderby method.Name
        from arguments in Arguments(method)
        select (method, arguments);

    private static List<object?[]> Arguments(MethodInfo method)
    {
        var rows = method.GetCustomAttributes<InlineDataAttribute>().SelectMany(row => row.GetData(method)).ToList();
        return rows.Count > 0 ? rows : [[]];
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a promise fails with is its verdict.")]
    private static async Task<string> TryAsync(Func<Target> make, MethodInfo promise, object?[] arguments)
    {
        await using var target = make();
        if (target.WhyNot(promise) is { } why)
            return $"- not tried: {why}";
        try
        {
            await (Task)promise.Invoke(target, arguments)!;
            return "kept";
        }
        catch (Exception error)
        {
            return $"BROKEN: {(error as TargetInvocationException)?.InnerException?.Message ?? error.Message}";
        }
    }
}
