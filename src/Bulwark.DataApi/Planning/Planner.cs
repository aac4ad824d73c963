using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Http;
using Bulwark.DataApi.Introspection;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Planning;

/// <summary>
/// Finds or makes the plan of a request. A plan is kept for the next request of the same role with the same document; when a variable's value decided
/// how its SQL reads, only the parsed document is kept, and the plan is made anew each time.
/// </summary>
internal sealed class Planner(IReadOnlyList<string> roles, IReadOnlyList<Table> tables, LimitOptions limits)
{
    private readonly Dictionary<string, (RoleSchema Schema, IntrospectionSchema Introspection)> _roles =
        roles.ToDictionary(role => role, role => See(role, tables), StringComparer.Ordinal);

    private readonly DocumentReader _reader = new(limits);

    // Whatever a body can hold may be used once.
    private readonly long _maxUsed = limits.VariableNodes + (limits.BodyBytes / InputValue.CharactersPerValue);

    internal PlanCache Cache { get; } = new(limits.PlanCacheBytes);

    /// <summary>The plan, or why there is none.</summary>
    public PreparedOperation? Prepare(string role, GraphQLRequest request, out GraphQLError? error)
    {
        var key = PlanKey.Of(role, request);
        var known = Cache.Find(key);
        error = null;
        var operation = known?.Operation ?? _reader.Read(request.Query, request.OperationName, out error);
        if (operation is null)
            return null;

        if (VariableValues.Read(operation.Variables, request.Variables, _maxUsed, out error) is not { } variables)
            return null;

        if (known?.Plan is { } kept)
            return new PreparedOperation(kept, variables);

        var (schema, introspection) = _roles[role];
        var context = new PlanContext(schema, operation, variables);
        var plan = OperationPlanner.Plan(context, operation, introspection);
        error = context.Error;
        if (error is not null)
            return null;

        if (known is null)
            Cache.Add(key, new CachedPlan(operation, context.DependsOnValues ? null : plan));
        return new PreparedOperation(plan, variables);
    }

    private static (RoleSchema Schema, IntrospectionSchema Introspection) See(string role, IReadOnlyList<Table> tables)
    {
        var schema = new RoleSchema(role, tables);
        return (schema, new IntrospectionSchema(schema));
    }
}
