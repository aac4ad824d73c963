using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Http;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;
using GraphQLParser.AST;

namespace Bulwark.DataApi.Planning;

/// <summary>
/// What one plan is made from, and what the planners find out on the way. Planning goes on after an error with harmless stand-ins; the first
/// error is the one that counts, and a plan with an error is never run.
/// </summary>
internal sealed class PlanContext(RoleSchema schema, Operation operation, VariableValues values)
{
    /// <summary>The most selections that are looked at for one plan; types that lead to types would have it look at the same ones without end.</summary>
    private const int MaxSteps = 1_000_000;

    private int _steps;

    public RoleSchema Schema { get; } = schema;

    /// <summary>The fragments of the document.</summary>
    public IReadOnlyDictionary<string, GraphQLFragmentDefinition> Fragments => operation.Fragments;

    /// <summary>The first thing wrong with the request.</summary>
    public GraphQLError? Error { get; private set; }

    /// <summary>True once a variable's value has decided how the SQL reads: such a plan serves this request only.</summary>
    public bool DependsOnValues { get; private set; }

    /// <summary>How many relationships lead from the root of a condition to the place that is planned now.</summary>
    public int RelationshipsAbove { get; set; }

    /// <summary>The bytes of answers that are part of the plan itself.</summary>
    public long KnownBytes { get; set; }

    /// <summary>Counts one selection that is looked at.</summary>
    public void CountStep(QueryPath path)
    {
        if (++_steps > MaxSteps)
            Fail(path, $"the query takes more than the limit of {MaxSteps} steps to plan");
    }

    /// <summary>Notes that the request does not fit the role's schema.</summary>
    public void Fail(QueryPath path, string message) => Error ??= GraphQLError.Validation(path, message);

    /// <summary>Notes an error of a value.</summary>
    public void Fail(QueryPath path, Coercion coercion) => Error ??= new GraphQLError(coercion.Problem!, path.ToString(), coercion.Code);

    /// <summary>The value itself where it shapes the plan: a variable is replaced by what the request gives for it.</summary>
    /// <param name="value">A literal or a variable.</param>
    /// <param name="location">The type of the place.</param>
    /// <param name="path">The place, for errors.</param>
    public InputValue Resolve(InputValue value, TypeReference location, QueryPath path)
    {
        if (value.Kind != InputKind.Variable)
            return value;

        if (!MayStand(value.Text, location, path))
            return InputValue.Null;

        DependsOnValues = true;
        var given = values.Use(value.Text);
        if (values.AreOverused)
            Fail(path, VariableValues.Overused);

        return given;
    }

    /// <summary>A parameter for a value that shapes nothing: a variable stays one and is coerced for each request.</summary>
    public Operand Bind(InputValue value, VariableShape shape, QueryPath path)
    {
        if (value.Kind == InputKind.Variable)
            return MayStand(value.Text, shape.Location, path) ? new Operand.Variable(value.Text, shape, path) : new Operand.Constant(null);

        var coercion = shape.Coerce(value);
        if (coercion.Problem is not null)
            Fail(path, coercion);

        return new Operand.Constant(coercion.Value);
    }

    /// <summary>The elements where a list is expected; one value alone is a list of one (GraphQL section 3.11).</summary>
    public static IReadOnlyList<(InputValue Value, QueryPath Path)> Elements(InputValue value, QueryPath path) =>
        value.Kind == InputKind.List ? [.. value.Items.Select((item, i) => (item, path[i]))] : [(value, path)];

    private bool MayStand(string variable, TypeReference location, QueryPath path)
    {
        var definition = operation.Variables.FirstOrDefault(definition => definition.Name == variable);
        if (definition is null)
        {
            Fail(path, $"unbound variable \"{variable}\"");
            return false;
        }

        if (!definition.Type.FitsInto(location, definition.HasDefault))
        {
            Fail(path, $"variable '{variable}' is declared as '{definition.Type}', but used where '{location}' is expected");
            return false;
        }

        return true;
    }
}
