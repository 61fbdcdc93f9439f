
_rolecall() {
    local IFS=$'\n' line=$COMP_LINE rest word typed="$2" quote= index=-1 i
    local -a words=()
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        word=${COMP_WORDS[i]}
        rest=${line#"${line%%[![:space:]]*}"}
        if ((i > 0 && i <= COMP_CWORD)) && [[ $rest == "$line" ]]; then
            words[index]+=$word
        else
            words+=("$word")
            index=$((${#words[@]} - 1))
        fi
        line=${rest#"$word"}
        ((i == COMP_CWORD)) && break
    done
    case ${words[index]} in \"* | \'*) quote=${words[index]:0:1} ;; esac
    words[index]=${words[index]#"$quote"}
    typed=${typed#"$quote"}
    local before=${words[index]%"$typed"}
    words[index]=${words[index]//\\ / }
    COMPREPLY=($(_CLAP_IFS="$IFS" _CLAP_COMPLETE_INDEX=$index _CLAP_COMPLETE_COMP_TYPE=$COMP_TYPE \
        _CLAP_COMPLETE_SPACE=false COMPLETE=bash rolecall -- "${words[@]}" 2>/dev/null))
    for i in "${!COMPREPLY[@]}"; do
        word=${COMPREPLY[i]#"$before"}
        [[ -z $quote ]] && printf -v word %q "$word" && word=${word//\\,/,}
        COMPREPLY[i]=$word
    done
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} != *[=/,] ]]; then
        compopt +o nospace 2>/dev/null
    fi
}
complete -o nospace -o bashdefault -F _rolecall rolecall
