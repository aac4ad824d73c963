using System.Text;
using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Introspection;
using Bulwark.DataApi.Permissions;
using Bulwark.DataApi.Sql;
using GraphQLParser.AST;

namespace Bulwark.DataApi.Planning;

/// <summary>Plans a whole operation in a role's schema.</summary>
internal static class OperationPlanner
{
    /// <summary>The plan; when the context has an error afterwards, it must not be run.</summary>
    public static OperationPlan Plan(PlanContext context, Operation operation, IntrospectionSchema introspection)
    {
        var isMutation = operation.Type == OperationType.Mutation;
        if (isMutation && context.Schema.MutationFields.Count == 0)
            context.Fail(QueryPath.Root, "no mutations exist");

        var type = isMutation ? TypeNames.MutationRoot : TypeNames.QueryRoot;
        var fields = isMutation ? context.Schema.MutationFields : context.Schema.QueryFields;
        var steps = FieldCollector.Collect(context, [operation.SelectionSet], type, QueryPath.Root.SelectionSet)
            .Select(field => PlanField(context, field, type, fields, introspection))
            .OfType<PlanStep>()
            .ToList();
        return new OperationPlan(isMutation, steps);
    }

    private static PlanStep? PlanField(
        PlanContext context, CollectedField field, string type, IReadOnlyDictionary<string, RootField> fields, IntrospectionSchema introspection)
    {
        if (field.Name == "__typename")
        {
            SelectPlanner.CheckLeaf(context, field);
            return new PlanStep.Known(field.ResponseName, Encoding.UTF8.GetBytes($"\"{type}\""));
        }

        if (field.Name is "__schema" or "__type" && type == TypeNames.QueryRoot)
            return new PlanStep.Known(field.ResponseName, new IntrospectionWriter(context, introspection).Write(field));

        if (fields.TryGetValue(field.Name, out var root))
            return PlanRoot(context, field, root);

        context.Fail(field.Path, $"field '{field.Name}' not found in type: '{type}'");
        return null;
    }

    private static PlanStep PlanRoot(PlanContext context, CollectedField field, RootField root) => root.Kind switch
    {
        RootFieldKind.Select => new PlanStep.Query(field.ResponseName, SelectSql.Compile(SelectPlanner.PlanList(context, root.Table, field))),
        RootFieldKind.SelectByKey => new PlanStep.Query(field.ResponseName, SelectSql.Compile(SelectPlanner.PlanByKey(context, root.Table, field))),
        RootFieldKind.Insert => Insert(field, InsertPlanner.PlanMany(context, root.Table, field)),
        RootFieldKind.InsertOne => Insert(field, InsertPlanner.PlanOne(context, root.Table, field)),
    };

    private static PlanStep.Insert Insert(CollectedField field, InsertNode node) =>
        new(field.ResponseName, InsertSql.Compile(node), new InsertShape(node.Table.Table, node.Answers, node.IsOne, node.Path));
}
