using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Http;
using Bulwark.DataApi.Permissions;
using Bulwark.DataApi.Planning;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Bulwark.DataApi.Execution;

/// <summary>Answers one request of a session: document, plan, parameters, database.</summary>
internal sealed class Executor(Planner planner, DataStore store, LimitOptions limits, ILogger<Executor> log)
{
    /// <summary>The answer.</summary>
    public async Task<ExecutionResult> ExecuteAsync(Session session, GraphQLRequest request, CancellationToken cancellationToken)
    {
        if (planner.Prepare(session.Role, request, out var error) is not { } prepared)
            return ExecutionResult.Of(error!);

        var parameters = new ParameterValues(session, prepared.Variables);
        var values = prepared.Plan.Steps.Select(step => parameters.Of(StatementOf(step)?.Parameters ?? [])).ToList();
        if (parameters.Error is not null)
            return ExecutionResult.Of(parameters.Error);

        return await RunAsync(prepared.Plan, values, cancellationToken);
    }

    private static Sql.Statement? StatementOf(PlanStep step) => step switch
    {
        PlanStep.Query query => query.Statement,
        PlanStep.Insert insert => insert.Statement,
        _ => null,
    };

    private async Task<ExecutionResult> RunAsync(OperationPlan plan, List<IReadOnlyList<object?>> values, CancellationToken cancellationToken)
    {
        try
        {
            return plan.IsMutation
                ? await store.WriteAsync(connection => PlanRunner.Run(connection, plan, values, limits.ResponseBytes), cancellationToken)
                : await store.ReadAsync(connection => PlanRunner.Run(connection, plan, values, limits.ResponseBytes), cancellationToken);
        }
        catch (TimeoutException)
        {
            return ExecutionResult.Of(GraphQLError.Whole(ErrorCode.Timeout, $"the request took longer than the limit of {limits.TimeoutSeconds} seconds"));
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_TOOBIG)
        {
            return ExecutionResult.Of(PlanRunner.TooLarge(limits.ResponseBytes));
        }
        catch (SqliteException e) when (IsTooDeep(e))
        {
            return ExecutionResult.Of(GraphQLError.Validation(QueryPath.Root, "the query nests too deep for the database"));
        }
        catch (SqliteException e) when (IsOutage(e))
        {
            Log.DatabaseUnavailable(log, e);
            return ExecutionResult.Of(GraphQLError.Outage("database query error"));
        }
    }

    // SQLite has no code of its own for it. How deep an expression becomes shows only when SQLite has rewritten it.
    private static bool IsTooDeep(SqliteException exception) =>
        exception.SqliteErrorCode == raw.SQLITE_ERROR && exception.Message.Contains("Expression tree is too large", StringComparison.Ordinal);

    private static bool IsOutage(SqliteException exception) => exception.SqliteErrorCode is
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT
        or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB;
}
