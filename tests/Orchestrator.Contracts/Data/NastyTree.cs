using System.Diagnostics;

namespace Orchestrator.Contracts.Data;

/// <summary>Makes a tree with everything that a copy gets wrong. Needs bash and GNU coreutils; as root it also has other owners.</summary>
public static class NastyTree
{
    // What .NET cannot name has to come from a shell: names in Latin-1, or none of the world's encodings.
    private const string Script =
        """
        set -euo pipefail
        export LC_ALL=C
        mkdir -p "$1" && cd "$1"
        mkdir -p names times modes links 'empty folder' deep sparse special
        ( cd names
          for name in $'new\nline' ' leading blank' 'trailing blank ' '-rf' '--help' '*' '?' '~' '$(touch hacked)' '`id`' ';' '"' "'" '\' \
                      $'tab\there' $'\x01control\x7f' $'\xff\xfe not utf-8' $'gr\xfc\xdfe in latin-1' $'\xed\xa0\x80 surrogate' 'grüße' '日本語 🙂' \
                      $'\xe2\x80\xae right to left' '...' '.hidden' '#hash%20&a=b' 'CON' 'a:b' 'x.draft' '.nfs0001' 'lost+found'; do
            printf 'content of %q' "$name" > "./$name"
          done
          printf long > "$(printf 'n%.0s' {1..255})"
          printf long > "$(printf '\xc3\xa9%.0s' {1..127})"
          mkdir $'folder\nwith \xff' && printf inside > $'folder\nwith \xff/file'
          : > empty; printf x > one; head -c 65536 /dev/zero | tr '\0' 'z' > block; head -c 65537 /dev/zero | tr '\0' 'y' > more )
        ( cd times
          for time in '1970-01-01 00:00:00.000000001Z' '1969-12-31 23:59:59.5Z' '1901-12-14 00:00:00Z' '2038-01-20 00:00:00.123456789Z' '2199-01-01 00:00:00.999999999Z'; do
            printf t > "$time" && touch -d "$time" "./$time"
          done
          mkdir old && touch -d '2001-02-03 04:05:06.7890123Z' old )
        ( cd modes
          for mode in 0400 0600 0644 0755 4755 2755 6711 0777; do printf "$mode" > "$mode" && chmod "$mode" "$mode"; done
          for mode in 0700 0755 1777 2775 3770 0500; do mkdir "folder-$mode" && printf in > "folder-$mode/file" && chmod "$mode" "folder-$mode"; done )
        ( cd links
          printf shared > first; ln first second; mkdir below; ln first below/third
          ln -s first relative; ln -s /etc/passwd absolute; ln -s nowhere dangling; ln -s . loop; ln -s ../.. above; ln -s $'bad \xff' $'link \xff'
          ln -s below folder-link; ln relative hard-link-of-a-link
          touch -h -d '2002-02-02 02:02:02.222222222Z' dangling )
        ( cd deep; part=$(printf 'd%.0s' {1..200})
          for _ in {1..30}; do mkdir "$part" && cd -P "./$part"; done; printf 'six thousand bytes down' > file )
        ( cd sparse
          truncate -s 8M holes-only
          truncate -s 4M middle && printf data | dd of=middle bs=1 seek=2097152 conv=notrunc status=none
          printf start > tail && truncate -s 8M tail
          if [ "$2" = huge ]; then truncate -s 4300000000 huge && printf end | dd of=huge bs=1 seek=4299999997 conv=notrunc status=none; fi )
        mkfifo -m 0640 special/pipe
        if [ "$(id -u)" = 0 ]; then
          chown 1234:4321 modes/0644 modes/folder-0755 links/first special/pipe
          chown 1234:4321 modes/4755 && chmod 4755 modes/4755
          chown -h 77:88 links/dangling
        fi
        touch -d '2003-03-03 03:03:03.333333333Z' names links special
        """;

    /// <summary>Makes the tree.</summary>
    /// <param name="folder">Its top; made when it does not exist.</param>
    /// <param name="withHugeFile">Whether it has a sparse file of more than 4 GiB, which takes seconds to hash.</param>
    /// <exception cref="InvalidOperationException">It cannot be made here.</exception>
    public static void Create(string folder, bool withHugeFile = false) => Shell(Script, folder, withHugeFile ? "huge" : "plain");

    /// <summary>Runs a script, for what .NET has no calls for.</summary>
    /// <param name="script">The script, for bash.</param>
    /// <param name="arguments">What it gets as <c>$1</c> and so on.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Shell(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend("bash").Prepend(script).Prepend("-c")) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"The script failed: {errors.GetAwaiter().GetResult()}");
    }
}
