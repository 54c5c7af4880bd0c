using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Functions.Tests.Runtime;

/// <summary>The functions of the app, as the worker finds them: public methods with a name, told apart by their trigger.</summary>
internal static class FunctionList
{
    public static IReadOnlyDictionary<string, MethodInfo> Orchestrations { get; } = WithTrigger<OrchestrationTriggerAttribute>();

    public static IReadOnlyDictionary<string, MethodInfo> Activities { get; } = WithTrigger<ActivityTriggerAttribute>();

    public static IReadOnlyDictionary<string, MethodInfo> Http { get; } = WithTrigger<HttpTriggerAttribute>();

    public static IEnumerable<MethodInfo> All => Orchestrations.Values.Concat(Activities.Values).Concat(Http.Values);

    /// <summary>The trigger of an HTTP function.</summary>
    public static HttpTriggerAttribute TriggerOf(MethodInfo function) =>
        function.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).Single(trigger => trigger is not null)!;

    private static Dictionary<string, MethodInfo> WithTrigger<TTrigger>()
        where TTrigger : Attribute =>
        typeof(FunctionsHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<TTrigger>() is not null))
            .ToDictionary(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);
}
