using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Http;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Execution;

/// <summary>Finds the values of a statement's parameters for one request. All of them are found before the database is asked anything.</summary>
internal sealed class ParameterValues(Session session, VariableValues variables)
{
    /// <summary>The first parameter that has no value, as an error.</summary>
    public GraphQLError? Error { get; private set; }

    /// <summary>The values in order; after an error they are of no use.</summary>
    public IReadOnlyList<object?> Of(IReadOnlyList<Operand> operands) => [.. operands.Select(ValueOf)];

    private object? ValueOf(Operand operand) => operand switch
    {
        Operand.Constant constant => constant.Value,
        Operand.Session variable => SessionValue(variable),
        Operand.Variable variable => VariableValue(variable),
        _ => throw new InvalidOperationException($"There is no value for {operand}"),
    };

    private object? VariableValue(Operand.Variable variable)
    {
        var value = variables.Use(variable.Name);
        if (!variables.AreOverused)
            return Accept(variable.Shape.Coerce(value), variable.Path);

        Error ??= GraphQLError.Validation(variable.Path, VariableValues.Overused);
        return null;
    }

    private object? SessionValue(Operand.Session variable)
    {
        if (session.Variable(variable.Name) is { } value)
            return Accept(variable.Type.Coerce(new InputValue(InputKind.Text) { Text = value, IsJson = true }), QueryPath.Root);

        Error ??= GraphQLError.Whole(ErrorCode.NotFound, $"missing session variable: \"{variable.Name}\"");
        return null;
    }

    private object? Accept(Coercion coercion, QueryPath path)
    {
        if (coercion.Problem is not null)
            Error ??= new GraphQLError(coercion.Problem, path.ToString(), coercion.Code);

        return coercion.Value;
    }
}
