using Microsoft.Data.Sqlite;

namespace Bulwark.DataApi.Execution;

/// <summary>A connection with what ends the work on it.</summary>
internal sealed record StoreConnection(SqliteConnection Sqlite, StopSignal Stop);
