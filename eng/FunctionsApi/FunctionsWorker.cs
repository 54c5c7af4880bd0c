// Packages Microsoft.Azure.Functions.Worker and its extensions DurableTask and Http.
namespace Microsoft.Azure.Functions.Worker
{
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute(string name) : Attribute
    {
        public string Name { get; } = name;
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class OrchestrationTriggerAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class ActivityTriggerAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class DurableClientAttribute : Attribute;

    public enum AuthorizationLevel
    {
        Anonymous = 0,
        Function = 2,
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
    {
        public string? Route { get; set; }
        public string[]? Methods { get; } = methods;
        public AuthorizationLevel AuthLevel { get; } = authLevel;
    }

    public class WorkerOptions
    {
        public global::Azure.Core.Serialization.ObjectSerializer? Serializer { get; set; }
    }

    public abstract class FunctionContext
    {
        public abstract string InvocationId { get; }
        public abstract BindingContext BindingContext { get; }
        public abstract FunctionDefinition FunctionDefinition { get; }
        public virtual CancellationToken CancellationToken => default;
    }

    public abstract class FunctionDefinition
    {
        public abstract string Name { get; }
    }

    public abstract class BindingContext
    {
        public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
    }
}

namespace Microsoft.Azure.Functions.Worker.Builder
{
    using Microsoft.Extensions.Configuration;
    using Microsoft.Extensions.DependencyInjection;
    using Microsoft.Extensions.Hosting;
    using Microsoft.Extensions.Logging;

    public class FunctionsApplication
    {
        /// <summary>Nothing runs on signatures.</summary>
        public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw new PlatformNotSupportedException(
            "This build was compiled against the signatures in eng/FunctionsApi. Build it where the Azure Functions packages restore.");
    }

    public class FunctionsApplicationBuilder
    {
        private readonly HostApplicationBuilder _inner = Host.CreateEmptyApplicationBuilder(new());

        public ConfigurationManager Configuration => _inner.Configuration;

        public ILoggingBuilder Logging => _inner.Logging;

        public IServiceCollection Services => _inner.Services;

        public IHost Build() => _inner.Build();
    }

    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
    }
}
